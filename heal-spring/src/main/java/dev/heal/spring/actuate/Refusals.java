package dev.heal.spring.actuate;

import dev.heal.Heal;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what was refused to whom. Of orders it is one warning a minute at most, because whoever is refused may come
 * as often as he likes: the others are counted, and told one by one at the level DEBUG, as are looks. Safe for use by all
 * threads.
 */
final class Refusals {

    static final Duration QUIET = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Heal.class);

    private final Clock clock;
    private @Nullable Long lastTold;
    private long untold;

    Refusals(Clock clock) {
        this.clock = clock;
    }

    void ofLook(String who, String what, String why) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}", line(who, what, why));
        }
    }

    void ofOrder(String who, String what, String why) {
        String line = line(who, what, why);
        long between = sinceLastTold();
        if (between < 0) {
            LOG.debug("{}", line);
        } else {
            LOG.warn("{}{}", line, between == 0 ? "" : " (and " + between + " more since the last such line)");
        }
    }

    /** Each of them may be somebody else's text. */
    private static String line(String who, String what, String why) {
        return "refused to " + SafeText.of(who) + ": " + SafeText.of(what) + ": " + Plain.text(why);
    }

    /** How many were not told; -1 if this one is not to be told either. */
    private synchronized long sinceLastTold() {
        long now = clock.nanos();
        if (lastTold != null && now - lastTold < QUIET.toNanos()) {
            untold++;
            return -1;
        }
        lastTold = now;
        long between = untold;
        untold = 0;
        return between;
    }
}
