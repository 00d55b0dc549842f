package dev.heal.remediation;

import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.guard.Guard;
import dev.heal.resource.Resources;
import dev.heal.text.Durations;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Has a load shedder turn away what the server cannot hold, and what is less important than a class. Given back at once as far
 * as the loop knows: the shedder itself lets them in again by steps.
 */
public final class ShedLoad implements Remediation {

    /** How long load is shed where nothing is said. */
    public static final Duration DEFAULT_TIME = Duration.ofMinutes(5);

    public static final RemediationKind<Settings> KIND = new RemediationKind<>() {
        @Override
        public String name() {
            return "shed-load";
        }

        @Override
        public String description() {
            return "Turns away what the server cannot hold, the least important first, and by steps lets it in again.";
        }

        @Override
        public Settings defaults() {
            return new Settings(Priority.BULK, DEFAULT_TIME, null);
        }

        @Override
        public Duration timeToLive(Settings settings) {
            return settings.for_();
        }

        @Override
        public String words(Settings settings) {
            return settings.words()
                    + (settings.shedder() == null ? "" : " (load shedder " + settings.shedder() + ")")
                    + ", for " + Durations.written(settings.for_());
        }

        @Override
        public Remediation create(Settings settings, Guard guard, Resources resources) {
            String name = settings.shedder();
            LoadShedder shedder =
                    name == null ? resources.require(LoadShedder.class) : resources.require(LoadShedder.class, name);
            return new ShedLoad(shedder, settings);
        }
    };

    /**
     * @param keep the least important class of which anything is let in; BULK for all: then only what the server cannot hold is
     *     turned away
     * @param for_ how long, where the step does not say so by its time to live
     * @param shedder the name of the load shedder; null for the target's resource, or the only one there is
     */
    public record Settings(
            Priority keep, Duration for_, @Nullable String shedder) implements Checked {
        @Override
        public void check(Check check) {
            check.positive("for", for_);
        }

        String words() {
            return "turn away what the server cannot hold"
                    + (keep == Priority.BULK ? "" : ", and all that is less important than " + text(keep));
        }
    }

    private final LoadShedder shedder;
    private final Settings settings;

    private ShedLoad(LoadShedder shedder, Settings settings) {
        this.shedder = shedder;
        this.settings = settings;
    }

    /** Turns away only what the server cannot hold, until the step's time to live is over: 5 min where it says nothing. */
    public static ShedLoad of(LoadShedder shedder) {
        return new ShedLoad(shedder, KIND.defaults());
    }

    /** And turns away all that is less important than this class. */
    public ShedLoad keep(Priority least) {
        return new ShedLoad(shedder, new Settings(least, settings.for_(), settings.shedder()));
    }

    @Override
    public void check(Check check) {
        settings.check(check);
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Risk risk() {
        return Risk.SAFE;
    }

    /** Several targets may act on one: it belongs to the application, and each has an activation of its own. */
    public LoadShedder shedder() {
        return shedder;
    }

    @Override
    public boolean idempotent() {
        return true;
    }

    @Override
    public boolean endsWithProcess() {
        return true;
    }

    @Override
    public Duration timeToLive() {
        return settings.for_();
    }

    @Override
    public String plan() {
        return settings.words() + " (load shedder " + shedder.name() + ")";
    }

    @Override
    public Undo apply(RemediationContext context) {
        LoadShedder.Activation activation = shedder.activate(settings.keep());
        context.note("load shedder " + shedder.name() + " turns away what the server cannot hold"
                + (settings.keep() == Priority.BULK
                        ? ""
                        : ", and all that is less important than " + text(settings.keep())));
        return undone -> {
            activation.release();
            undone.note(
                    "load shedder " + shedder.name()
                            + " lets them in again, a class more every 100 ms, and stops turning away when there is room for all");
        };
    }

    private static String text(Priority priority) {
        return priority.name().toLowerCase(Locale.ROOT);
    }
}
