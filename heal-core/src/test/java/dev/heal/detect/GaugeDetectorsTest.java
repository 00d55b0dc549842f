package dev.heal.detect;

import static dev.heal.detect.Detectors.gauge;
import static dev.heal.detect.Detectors.poolStalled;
import static dev.heal.detect.Detectors.stuckBreaker;
import static dev.heal.detect.Seen.assertHealthy;
import static dev.heal.detect.Seen.assertUnhealthy;
import static dev.heal.detect.Seen.assertUnknown;
import static dev.heal.detect.Seen.problems;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.resource.PoolGauges;
import dev.heal.signal.Gauge;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What numbers tell that are read at each look: a pool's, a breaker's, the application's own. */
class GaugeDetectorsTest {

    private final PoolGauges pool = new PoolGauges() {
        @Override
        public String name() {
            return "orders";
        }

        @Override
        public List<Gauge> gauges() {
            return List.of(new Gauge(gauge(PENDING), () -> 0));
        }
    };

    private final Seen seen = new Seen();

    @Test
    void aBusyPoolThatMakesProgressIsHealthy() {
        pool(12, 0.4, 9.0, 1.2);

        assertHealthy(poolStalled(pool).judge(seen.snapshot()));
    }

    @Test
    void aPoolWhoseBorrowersHangIsStalled() {
        pool(8, 2.5, 3.5, 2.5)
                .gauge("orders.active", 10)
                .gauge("orders.total", 10)
                .gauge("orders.max", 10);

        assertUnhealthy(
                poolStalled(pool).judge(seen.snapshot()),
                "8 callers wait for a connection of orders and none was handed out or came back for 2.5s (limit 2s)",
                "pending",
                "8",
                "active",
                "10",
                "total",
                "10",
                "max",
                "10",
                "oldest borrow",
                "3.5s",
                "oldest wait",
                "2.5s");
    }

    @Test
    void aPoolThatOpensNoConnectionAnyMoreIsStalledThoughNobodyHoldsOne() {
        pool(3, 4, 0, 4);

        assertUnhealthy(
                poolStalled(pool).judge(seen.snapshot()),
                "3 callers wait for a connection of orders and none was handed out or came back for 4s (limit 2s)",
                "pending",
                "3",
                "active",
                "unknown",
                "total",
                "unknown",
                "max",
                "unknown",
                "oldest borrow",
                "0s",
                "oldest wait",
                "4s");
    }

    @Test
    void whereNobodyWaitsNothingIsStalledHoweverLongAConnectionIsOut() {
        pool(0, 600, 600, 0);

        assertHealthy(poolStalled(pool).judge(seen.snapshot()));
    }

    @Test
    void aQuietPoolWithItsFirstCallerIsNotStalled() {
        pool(1, 3_600, 0, 0.1);

        assertHealthy(poolStalled(pool).judge(seen.snapshot()));
    }

    @Test
    void thePoolMustStandStillForTheWholeOfTheLimit() {
        pool(1, 2, 2, 0);
        assertThat(poolStalled(pool).judge(seen.snapshot())).isInstanceOf(Verdict.Unhealthy.class);

        pool(1, 1.999, 2, 2);
        assertHealthy(poolStalled(pool).judge(seen.snapshot()));
        pool(1, 2, 1.999, 1.999);
        assertHealthy(poolStalled(pool).judge(seen.snapshot()));
    }

    @Test
    void theLimitsAreTheTeams() {
        pool(4, 8, 8, 8);

        assertHealthy(poolStalled(pool).pending(5).judge(seen.snapshot()));
        assertHealthy(poolStalled(pool).oldestBorrow(ofSeconds(9)).judge(seen.snapshot()));
        assertThat(poolStalled(pool).pending(4).oldestBorrow(ofSeconds(8)).judge(seen.snapshot()))
                .isInstanceOf(Verdict.Unhealthy.class);
    }

    @Test
    void aLimitBelowAMillisecondIsStillALimit() {
        pool(1, 0, 0, 0);

        assertHealthy(poolStalled(pool).oldestBorrow(ofNanos(100)).judge(seen.snapshot()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "since-progress", "oldest-borrow", "oldest-wait"})
    void aPoolThatHidesAFigureIsUnknown(String hidden) {
        for (String gauge : List.of("pending", "since-progress", "oldest-borrow", "oldest-wait")) {
            seen.gauge("orders." + gauge, gauge.equals(hidden) ? Double.NaN : 100);
        }

        assertUnknown(poolStalled(pool).judge(seen.snapshot()), "the pool orders does not say what it is doing");
    }

    @Test
    void theFiguresOfThePoolAreAskedFor() {
        assertThat(poolStalled(pool).gauges()).extracting(Gauge::name).containsExactly("orders.pending");
    }

    @Test
    void aBreakerThatIsClosedOrJustOpenIsHealthy() {
        breaker(0, 0);
        assertHealthy(stuckBreaker().judge(seen.snapshot()));
        breaker(599.9, 0);
        assertHealthy(stuckBreaker().judge(seen.snapshot()));
        breaker(0, 59.9);
        assertHealthy(stuckBreaker().judge(seen.snapshot()));
    }

    @Test
    void aBreakerThatStaysOpenIsStuck() {
        breaker(600, 0);

        assertUnhealthy(
                stuckBreaker().judge(seen.snapshot()),
                "the circuit breaker has been open for 10m (limit 10m)",
                "state",
                "open",
                "for",
                "10m");
    }

    @Test
    void aBreakerThatStaysHalfOpenIsStuckSooner() {
        breaker(0, 75);

        assertUnhealthy(
                stuckBreaker().judge(seen.snapshot()),
                "the circuit breaker has been half-open for 1m 15s (limit 1m)",
                "state",
                "half-open",
                "for",
                "1m 15s");
        assertHealthy(stuckBreaker().halfOpen(ofMinutes(2)).judge(seen.snapshot()));
    }

    @Test
    void aBreakerOfUnknownAgeIsUnknown() {
        assertUnknown(stuckBreaker().judge(seen.snapshot()), "the age of the breaker's state is not known");
        assertUnknown(
                stuckBreaker().judge(seen.gauge("breaker.open-for", 900).snapshot()),
                "the age of the breaker's state is not known");
    }

    @Test
    void aNumberOfTheApplicationIsHeldAgainstItsLimit() {
        GaugeAbove backlog = gauge("backlog", () -> 0).above(1_000);

        assertHealthy(backlog.judge(seen.gauge("backlog", 1_000).snapshot()));
        assertUnhealthy(
                backlog.judge(seen.gauge("backlog", 1_000.5).snapshot()),
                "backlog is 1000.5 (limit 1000.0)",
                "backlog",
                "1000.5");
        assertUnknown(backlog.judge(seen.gauge("backlog", Double.NaN).snapshot()), "the gauge backlog gives no number");
        assertUnknown(
                backlog.judge(seen.gauge("backlog", Double.POSITIVE_INFINITY).snapshot()),
                "the gauge backlog gives no number");
        assertThat(backlog.gauges()).containsExactly(backlog.gauge());
    }

    @Test
    void settingsThatCannotBeMeantAreNamedWithAWayOut() {
        assertThat(problems(poolStalled(pool).oldestBorrow(Duration.ZERO).pending(0)))
                .containsExactly(
                        "oldest-borrow = 0s: must be longer than 0; write a span with its unit, such as 10s",
                        "pending = 0: must be at least 1; write 1 or more");
        assertThat(problems(stuckBreaker().open(Duration.ZERO).halfOpen(ofSeconds(-1))))
                .containsExactly(
                        "open = 0s: must be longer than 0; write a span with its unit, such as 10s",
                        "half-open = -1s: must be longer than 0; write a span with its unit, such as 10s");
        assertThat(problems(gauge("backlog", () -> 0)))
                .containsExactly("above = NaN: is not a number to compare with; write a finite number");
        assertThat(problems(gauge("backlog", () -> 0).above(1))).isEmpty();
    }

    private Seen pool(double pending, double sinceProgress, double oldestBorrow, double oldestWait) {
        return seen.gauge("orders.pending", pending)
                .gauge("orders.since-progress", sinceProgress)
                .gauge("orders.oldest-borrow", oldestBorrow)
                .gauge("orders.oldest-wait", oldestWait);
    }

    private void breaker(double openFor, double halfOpenFor) {
        seen.gauge("breaker.open-for", openFor).gauge("breaker.half-open-for", halfOpenFor);
    }
}
