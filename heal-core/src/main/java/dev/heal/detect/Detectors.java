package dev.heal.detect;

import dev.heal.resource.PoolGauges;
import dev.heal.signal.Gauge;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The vocabulary: every detector that heal brings, for code (the methods) and for application.yml (the kinds). */
public final class Detectors {

    private static final List<DetectorKind<?>> KINDS = List.of(
            FailureRate.KIND,
            SlowCalls.KIND,
            InFlightAge.KIND,
            PoolStalled.KIND,
            StuckBreaker.KIND,
            ProbeFails.JDBC,
            RegionOutlier.KIND);

    private Detectors() {}

    /** The kinds that application.yml may name. */
    public static List<DetectorKind<?>> kinds() {
        return KINDS;
    }

    /** The probes that {@code verify.probe} may name. */
    public static List<ProbeKind> probes() {
        return List.of(JdbcProbe.KIND, HttpProbe.KIND);
    }

    /** More than half of at least 20 calls in 10 s fail, unless said otherwise. */
    public static FailureRate failureRate() {
        return FailureRate.KIND.defaults();
    }

    /** More than half of at least 20 calls in 10 s take a second or longer, unless said otherwise. */
    public static SlowCalls slowCalls() {
        return SlowCalls.KIND.defaults();
    }

    /** Five calls have been in flight for 5 s or longer, unless said otherwise. */
    public static InFlightAge inFlightAge() {
        return InFlightAge.KIND.defaults();
    }

    /** Callers wait and the pool has made no progress for 2 s, unless said otherwise. */
    public static PoolStalled poolStalled(PoolGauges pool) {
        return new PoolStalled(pool, PoolStalled.KIND.defaults());
    }

    /** The breaker has been open for 10 min, or half-open for 1 min, unless said otherwise. */
    public static StuckBreaker stuckBreaker() {
        return StuckBreaker.KIND.defaults();
    }

    /** Three probes in a row, 5 s apart, have failed, unless said otherwise. */
    public static ProbeFails probeFails(Probe probe) {
        return ProbeFails.of(probe);
    }

    /** Of at least 50 calls in 30 s a share fails that is 20 % of all calls above its peers', unless said otherwise. */
    public static RegionOutlier regionOutlier(Peer region) {
        return new RegionOutlier(region, RegionOutlier.KIND.defaults());
    }

    /** A number of the application's own; say {@link GaugeAbove#above} what is too high. */
    public static GaugeAbove gauge(String name, DoubleSupplier reading) {
        return new GaugeAbove(new Gauge(name, reading), Double.NaN);
    }
}
