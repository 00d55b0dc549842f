package dev.heal.detect;

import dev.heal.text.SafeText;
import java.util.Objects;

/** What a detector says of a snapshot. */
public sealed interface Verdict {

    /** Known to be well. */
    record Healthy() implements Verdict {

        private static final Verdict KNOWN = new Healthy();
    }

    /** Known to be sick. */
    record Unhealthy(Evidence evidence) implements Verdict {
        public Unhealthy {
            // Here, where it is the detector that fails: a verdict without its reason would fail in the rules.
            Objects.requireNonNull(evidence, "a verdict of unhealthy needs its evidence");
        }
    }

    /**
     * Not known: neither healthy nor sick. It opens no incident and closes none.
     *
     * @param reason such as {@code 3 calls, need 20}; made safe, and at most 4096 characters
     * @param silent whether it is for want of calls alone: then a probe's word may stand for it
     */
    record Inconclusive(String reason, boolean silent) implements Verdict {
        public Inconclusive {
            reason = SafeText.lines(reason);
        }

        public Inconclusive(String reason) {
            this(reason, false);
        }
    }

    static Verdict healthy() {
        return Healthy.KNOWN;
    }

    static Verdict unhealthy(Evidence evidence) {
        return new Unhealthy(evidence);
    }

    static Verdict inconclusive(String reason) {
        return new Inconclusive(reason);
    }

    /** Too few calls have passed to say anything. */
    static Verdict silent(String reason) {
        return new Inconclusive(reason, true);
    }
}
