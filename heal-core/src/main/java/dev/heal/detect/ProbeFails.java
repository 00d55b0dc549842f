package dev.heal.detect;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.resource.Resources;
import dev.heal.signal.Snapshot;
import dev.heal.text.Durations;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.Optional;

/**
 * A probe fails several times in a row: for targets whose calls may be silent.
 *
 * <p>Keeps count between looks, so each target has its own.
 */
public final class ProbeFails implements Detector {

    /**
     * @param failures unhealthy after so many failures in a row
     * @param every how often it asks
     * @param within how long an answer may take
     */
    public record Settings(int failures, Duration every, Duration within) implements Checked {
        @Override
        public void check(Check check) {
            check.atLeast("failures", failures, 1);
            check.positive("every", every);
            check.positive("within", within);
        }
    }

    /** {@code jdbc-probe}: borrows a connection of the target's pool and asks the database. */
    public static final DetectorKind<Settings> JDBC = new DetectorKind<>() {
        @Override
        public String name() {
            return "jdbc-probe";
        }

        @Override
        public String description() {
            return "So many questions to the database in a row had no good answer.";
        }

        @Override
        public Settings defaults() {
            return new Settings(3, Duration.ofSeconds(5), Duration.ofSeconds(2));
        }

        @Override
        public String words(Settings settings) {
            String every = "one every " + Durations.written(settings.every) + ", had no good answer within "
                    + Durations.written(settings.within);
            return settings.failures == 1
                    ? "a question to the database, " + every
                    : settings.failures + " questions to the database in a row, " + every;
        }

        @Override
        public boolean needsResource() {
            return true;
        }

        @Override
        public Detector create(Settings settings, Resources resources) {
            return new ProbeFails(JdbcProbe.KIND.create(resources), settings);
        }
    };

    private final Probe probe;
    private final Settings settings;
    private int failed;
    private String lastFailure = "";
    private long lastAsked;
    private Verdict last = Verdict.inconclusive("not asked yet");

    public ProbeFails(Probe probe, Settings settings) {
        this.probe = probe;
        this.settings = settings;
    }

    /** Asks every 5 s for an answer within 2 s; three failures in a row are unhealthy. */
    public static ProbeFails of(Probe probe) {
        return new ProbeFails(probe, JDBC.defaults());
    }

    public ProbeFails failures(int inARow) {
        return new ProbeFails(probe, new Settings(inARow, settings.every, settings.within));
    }

    public ProbeFails every(Duration interval) {
        return new ProbeFails(probe, new Settings(settings.failures, interval, settings.within));
    }

    public ProbeFails within(Duration limit) {
        return new ProbeFails(probe, new Settings(settings.failures, settings.every, limit));
    }

    @Override
    public void check(Check check) {
        settings.check(check);
    }

    @Override
    public Duration timeLimit() {
        return settings.within.plusSeconds(1);
    }

    @Override
    public synchronized Verdict judge(Snapshot snapshot) {
        boolean first = last instanceof Verdict.Inconclusive && failed == 0;
        // An answer from before a repair says nothing of the time after it.
        boolean stale = lastAsked - snapshot.since() < 0;
        if (stale) {
            failed = 0;
        }
        if (!first && !stale && snapshot.nanos() - lastAsked < settings.every.toNanos()) {
            return last;
        }
        lastAsked = snapshot.nanos();
        try {
            probe.ask(settings.within);
            failed = 0;
            last = Verdict.healthy();
        } catch (Throwable failure) {
            // Interrupted means that its time was over; an Error is a bad answer too, else the last good one would
            // stand.
            failed++;
            lastFailure = failure instanceof InterruptedException
                    ? "no answer within " + Durations.text(settings.within)
                    : SafeText.of(failure);
            last = failed < settings.failures
                    ? Verdict.inconclusive("the probe " + probe.name() + " failed " + failed + " times in a row, need "
                            + settings.failures + ": " + lastFailure)
                    : Verdict.unhealthy(Evidence.of("the probe " + probe.name() + " failed " + failed
                                    + " times in a row, every " + Durations.text(settings.every) + ": " + lastFailure)
                            .with("failures in a row", failed));
        }
        return last;
    }

    @Override
    public boolean asks() {
        return true;
    }

    /** A probe that hangs is sick once it has hung for as long as it would have taken to fail. */
    @Override
    public Optional<Duration> sickIfUnansweredFor() {
        return Optional.of(settings.every.multipliedBy(settings.failures));
    }
}
