package dev.heal.detect;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.resource.Resources;
import dev.heal.signal.CallStats;
import dev.heal.signal.Snapshot;
import dev.heal.text.Durations;
import dev.heal.text.Percents;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One of several things that do the same work fails more often than the others: a zone that is ill while its peers are well.
 * What fails everywhere alike is none of its own: it says that it cannot tell, and neither sick nor well.
 *
 * <p>Unhealthy if the share of failures exceeds that of all the peers together by more than a set difference, and if chance
 * alone would hardly make it so: the z statistic of two proportions, pooled (NIST/SEMATECH e-Handbook of Statistical Methods,
 * section 7.3.3), {@code z = (p1 - p2) / sqrt(p (1 - p) (1/n1 + 1/n2))} with {@code p} of both sides together, is above
 * {@value #SURE}, which equal shares exceed once in some 2000 independent looks. Only more failures count: where most peers
 * are ill, the one that is well does not stand out.
 *
 * @param peer whose calls are compared with those of its peers
 * @param settings the limits
 */
public record RegionOutlier(Peer peer, Settings settings) implements Detector {

    /** The standard normal quantile of 0.9995. */
    public static final double SURE = 3.29;

    /**
     * @param excess unhealthy when the share of failures is larger than that of the peers by more than this; above 0 and less
     *     than 1, such as 0.2 for 25 % against 5 %
     * @param over the span looked back over
     * @param minimumCalls fewer calls than this on either side prove nothing
     */
    public record Settings(double excess, Duration over, int minimumCalls) implements Checked {
        @Override
        public void check(Check check) {
            check.ratioToExceed("excess", excess);
            check.positiveUpTo("over", over, CallStats.LONGEST_SPAN);
            check.atLeast("minimum-calls", minimumCalls, 1);
        }
    }

    public static final DetectorKind<Settings> KIND = new DetectorKind<>() {
        @Override
        public String name() {
            return "region-outlier";
        }

        @Override
        public String description() {
            return "Calls in this region fail more often than those in its peers, by more than chance.";
        }

        @Override
        public Settings defaults() {
            return new Settings(0.2, Duration.ofSeconds(30), 50);
        }

        @Override
        public String words(Settings settings) {
            return "of at least " + settings.minimumCalls + " calls in " + Durations.written(settings.over)
                    + " a share failed that is more than " + Percents.plain(settings.excess)
                    + " of all calls larger than in the other regions, and not by chance";
        }

        @Override
        public boolean needsResource() {
            return true;
        }

        @Override
        public Detector create(Settings settings, Resources resources) {
            return new RegionOutlier(resources.require(Peer.class), settings);
        }
    };

    public RegionOutlier excess(double difference) {
        return new RegionOutlier(peer, new Settings(difference, settings.over, settings.minimumCalls));
    }

    public RegionOutlier over(Duration span) {
        return new RegionOutlier(peer, new Settings(settings.excess, span, settings.minimumCalls));
    }

    public RegionOutlier minimumCalls(int calls) {
        return new RegionOutlier(peer, new Settings(settings.excess, settings.over, calls));
    }

    @Override
    public void check(Check check) {
        settings.check(check);
        if (settings.over.compareTo(CallStats.LONGEST_SPAN) <= 0) {
            // A peer's own detectors may look back less far.
            peer.peers().forEach(other -> other.window().keep(settings.over));
        }
    }

    @Override
    public Duration over() {
        return settings.over;
    }

    @Override
    public Verdict judge(Snapshot snapshot) {
        CallStats own = snapshot.over(settings.over);
        String span = " calls in " + Durations.text(settings.over);
        if (own.calls() < settings.minimumCalls) {
            return Verdict.silent(own.calls() + span + ", need " + settings.minimumCalls);
        }
        long calls = 0;
        long failures = 0;
        List<? extends Peer> peers = peer.peers();
        for (Peer other : peers) {
            // Windows may be read by any thread at any time; each of them rotates its own.
            CallStats theirs = Snapshot.of(other.window(), Map.of(), snapshot.nanos(), snapshot.at())
                    .over(settings.over);
            calls += theirs.calls();
            failures += theirs.failures();
        }
        if (calls < settings.minimumCalls) {
            return Verdict.silent("its peers had " + calls + span + ", need " + settings.minimumCalls);
        }
        double share = (double) own.failures() / own.calls();
        double usual = (double) failures / calls;
        String found = own.failures() + " of " + own.calls() + span + " failed (" + Percents.measured(share)
                + ") against " + failures + " of " + calls + " of its peers (" + Percents.measured(usual) + ")";
        if (share - usual <= settings.excess) {
            // Where its own calls fail it is not well either, whoever is to blame.
            return share <= settings.excess
                    ? Verdict.healthy()
                    : Verdict.inconclusive(found + ": what fails there alike is none of its own");
        }
        double z = z(own.failures(), own.calls(), failures, calls);
        String sureness = Double.toString(Math.round(z * 10) / 10.0);
        if (!(z > SURE)) {
            return Verdict.inconclusive(
                    found + ": that may be chance (z " + sureness + ", need more than " + SURE + ")");
        }
        return Verdict.unhealthy(Evidence.of(found + ", more than " + Percents.written(settings.excess) + " above them")
                .with("calls", own.calls())
                .with("failures", own.failures())
                .with("failure rate", Percents.measured(share))
                .with("calls of its peers", calls)
                .with("failures of its peers", failures)
                .with("failure rate of its peers", Percents.measured(usual))
                .with("z", sureness));
    }

    /** How many standard deviations the first share is above the second; NaN if all calls, or none, have failed. */
    static double z(long failures, long calls, long otherFailures, long otherCalls) {
        double pooled = (double) (failures + otherFailures) / (calls + otherCalls);
        double deviation = Math.sqrt(pooled * (1 - pooled) * (1.0 / calls + 1.0 / otherCalls));
        return ((double) failures / calls - (double) otherFailures / otherCalls) / deviation;
    }
}
