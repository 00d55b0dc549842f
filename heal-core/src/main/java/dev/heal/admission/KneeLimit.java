package dev.heal.admission;

/**
 * Finds the knee: the least number under way at which the server gives all that it can, which is about the number of its
 * workers. Below the knee throughput grows with the number under way, above it only the time they take does; and at a number
 * that stays the same, a round trip changes only because the work does, never because of a queue. So what is learned is the
 * number of workers and not a usual time, and a dependency that becomes slow does not mislead it.
 *
 * <p>While there is room, numbers under way that did not lengthen the mean round trip are proved to lie below the knee, and
 * twice as many are let in. When all places are taken for good, trials look at both sides: fewer places cost throughput in
 * proportion if and only if they cut below the knee, and then the knee is where the throughput of before would be reached
 * (Little's law: {@code places x throughput before / throughput now}); more places gain throughput only below it. The limit
 * is a fifth above the knee: what is short of workers' work costs throughput, a short queue only a little time.
 *
 * <p>The mean is taken of round trips, since their least and their geometric mean say little where times are as skewed as a
 * log-normal's.
 */
final class KneeLimit implements AdaptiveLimit {

    private static final double LEAST = 8;
    private static final double HEADROOM = 1.2;
    private static final double NO_QUEUE = 1.25;
    private static final double ROOM = 1.5;
    private static final double GROWTH = 2;
    private static final double CUT = 0.6;

    /** A change of throughput below this is taken for none. */
    private static final double NOTICEABLE = 0.1;

    /** How many standard errors a gain must measure to be believed: places once given are taken away only by chance. */
    private static final double CERTAINTY = 1.5;

    /** How much the times that work takes vary, as their standard deviation in means; an exponential's is 1. */
    private static final double VARIATION = 1;

    private static final double ENOUGH = 24;
    private static final double ENOUGH_TO_JUDGE = 60;
    private static final long LONGEST_TRIAL = 3_000_000_000L;

    /** In round trips: those that were under way at a change are not a fair sample, and neither are the first that end after it. */
    private static final double SETTLING = 1;

    private static final double TRYING = 2;

    /** Trials of more places cost a little time, those of fewer throughput too. */
    private static final long PAUSE_BEFORE_MORE = 1_000_000_000L;

    private static final long MORE_TO_PAUSE = 5;
    private static final long PAUSE_BEFORE_FEWER = 5_000_000_000L;
    private static final long FEWER_TO_PAUSE = 50;
    private static final long LONGEST_PAUSE = 30_000_000_000L;

    private enum Phase {
        STEADY,
        SETTLING,
        TRYING
    }

    private final int most;
    private volatile int places;

    /** The mean round trip without a queue, in nanoseconds; NaN where it is not known. */
    private double workNanos = Double.NaN;

    /** So many under way were proved not to queue. */
    private double proved;

    private double provedThroughput;

    private boolean isBoundedAbove;
    private boolean isBoundedBelow;

    private final Throughput steady = new Throughput();
    private final Throughput roomy = new Throughput();
    private final Throughput trial = new Throughput();
    private Phase phase = Phase.STEADY;
    private double before;
    private double throughputBefore;
    private double endedBefore;
    private long inPhase;
    private long trialTook;
    private long sinceMore;
    private long sinceFewer;
    private long pauseBeforeMore = PAUSE_BEFORE_MORE;
    private long pauseBeforeFewer = PAUSE_BEFORE_FEWER;

    KneeLimit(int most) {
        this.most = most;
        this.places = whole(LEAST);
    }

    @Override
    public int places() {
        return places;
    }

    @Override
    public void observe(long span, long ended, long roundTrips, Demand demand, int taken) {
        if (span > Throughput.GAP) {
            forget();
            return;
        }
        sinceMore += span;
        sinceFewer += span;
        inPhase += span;
        if (demand == Demand.BELOW) {
            learnWithRoom(span, ended, roundTrips);
        } else if (demand == Demand.ABOUT) {
            if (phase != Phase.STEADY && inPhase > 2 * LONGEST_TRIAL) {
                giveUpTrial();
            }
        } else if (phase == Phase.SETTLING) {
            settle(taken);
        } else if (phase == Phase.TRYING) {
            trial.add(span, ended);
            if (inPhase >= LONGEST_TRIAL || trial.ended() >= ENOUGH_TO_JUDGE && inPhase >= TRYING * roundTripBefore()) {
                judge();
            }
        } else {
            steady.add(span, ended);
            if (steady.ended() >= ENOUGH && steady.span() >= places / steady.perNano()
                    || steady.span() >= LONGEST_TRIAL && steady.ended() > 0) {
                think();
            }
        }
    }

    private void learnWithRoom(long span, long ended, long roundTrips) {
        if (phase != Phase.STEADY) {
            // Nobody waits any more, so this trial will show nothing.
            giveUpTrial();
        }
        steady.clear();
        roomy.add(span, ended, roundTrips);
        if (roomy.ended() < ENOUGH && roomy.span() < LONGEST_TRIAL || roomy.ended() == 0) {
            return;
        }
        double mean = roomy.meanRoundTrip();
        double underWay = mean * roomy.perNano();
        if (Double.isNaN(workNanos)) {
            workNanos = mean;
        } else if (underWay <= proved) {
            // With no more under way than was proved not to queue, a longer round trip is longer work.
            workNanos += (mean - workNanos) * ended / (ended + ENOUGH);
        }
        if (mean <= NO_QUEUE * workNanos && underWay > proved && hasGained(underWay)) {
            proved = underWay;
            provedThroughput = roomy.perNano();
        }
        if (!(isBoundedAbove && isBoundedBelow)) {
            // What trials began to show is for other times; now there is the mean without a queue to go by.
            isBoundedAbove = false;
            isBoundedBelow = false;
            places = whole(Math.max(LEAST, ROOM * proved));
        } else if (HEADROOM * proved + 1 > places) {
            places = whole(HEADROOM * proved + 1);
        }
    }

    /** A queue that grows slowly lengthens no round trip by much at a time, but it gains no throughput. */
    private boolean hasGained(double underWay) {
        return proved == 0 || roomy.perNano() >= provedThroughput * (1 + (underWay / proved - 1) / 2);
    }

    /** All places are taken, and have been for a while. */
    private void think() {
        double now = steady.perNano();
        boolean isKnown = isBoundedAbove && isBoundedBelow;
        if (isKnown) {
            workNanos = proved / now;
            if (sinceMore >= pauseBeforeMore) {
                attempt(places * Math.sqrt(GROWTH));
            } else if (sinceFewer >= pauseBeforeFewer) {
                attempt(places * CUT);
            }
            return;
        }
        double wanted = HEADROOM * now * workNanos + 1;
        if (isBoundedBelow || Double.isNaN(wanted) && !isBoundedAbove) {
            attempt(places * GROWTH);
        } else if (Double.isNaN(wanted) || isBoundedAbove && wanted >= places) {
            attempt(places * CUT);
        } else if (wanted < (1 - NOTICEABLE) * places) {
            attempt(Math.max(wanted, CUT * places));
        } else if (wanted > places) {
            attempt(places * GROWTH);
        } else {
            found(now * workNanos, places);
        }
    }

    private void attempt(double other) {
        int next = whole(other);
        if (next == places) {
            isBoundedAbove = true;
            isBoundedBelow = true;
            proved = Math.max(1, (places - 1) / HEADROOM);
            return;
        }
        before = places;
        throughputBefore = steady.perNano();
        endedBefore = steady.ended();
        trial.clear();
        places = next;
        phase = Phase.SETTLING;
        inPhase = 0;
        trialTook = 0;
    }

    /** What was let in before the trial has to be through first. */
    private void settle(int taken) {
        if (inPhase < LONGEST_TRIAL && (taken > places || inPhase < SETTLING * roundTripBefore())) {
            return;
        }
        phase = Phase.TRYING;
        trialTook = inPhase;
        inPhase = 0;
    }

    private double roundTripBefore() {
        return before / throughputBefore;
    }

    private void judge() {
        double ratio = trial.perNano() / throughputBefore;
        trialTook += inPhase;
        phase = Phase.STEADY;
        if (places > before) {
            sinceMore = 0;
            pauseBeforeMore = Math.max(PAUSE_BEFORE_MORE, MORE_TO_PAUSE * trialTook);
            judgeMore(ratio, VARIATION * Math.sqrt(1 / endedBefore + 1 / Math.max(1, trial.ended())));
        } else {
            sinceFewer = 0;
            pauseBeforeFewer = Math.min(LONGEST_PAUSE, Math.max(2 * pauseBeforeFewer, FEWER_TO_PAUSE * trialTook));
            judgeFewer(ratio);
        }
    }

    /** @param noise the standard error of the ratio */
    private void judgeMore(double ratio, double noise) {
        if (ratio < 1 + Math.max(NOTICEABLE, CERTAINTY * noise)) {
            isBoundedAbove = true;
            move(before);
            return;
        }
        proved = Math.min(places, before * ratio);
        provedThroughput = trial.perNano();
        isBoundedBelow = true;
        isBoundedAbove = false;
        move(Math.min(places, HEADROOM * proved + 1));
    }

    private void judgeFewer(double ratio) {
        isBoundedAbove = true;
        if (ratio > 1 - NOTICEABLE) {
            // What was cut off was queue; there may be more of it.
            boolean wasAsWanted = !Double.isNaN(workNanos) && places >= HEADROOM * trial.perNano() * workNanos;
            proved = Math.max(1, (places - 1) / HEADROOM);
            isBoundedBelow = wasAsWanted;
            move(places);
        } else {
            found(Math.min(before, places / ratio), Math.min(before, HEADROOM * places / ratio + 1));
        }
    }

    private void found(double knee, double limit) {
        isBoundedAbove = true;
        isBoundedBelow = true;
        proved = Math.max(1, knee);
        provedThroughput = Math.max(steady.perNano(), throughputBefore);
        move(limit);
    }

    private void move(double number) {
        places = whole(number);
        steady.clear();
        roomy.clear();
    }

    private void giveUpTrial() {
        phase = Phase.STEADY;
        places = whole(before);
    }

    /** So long a silence that what was going on is not known: the process was stopped, or nobody asked. */
    private void forget() {
        if (phase != Phase.STEADY) {
            giveUpTrial();
        }
        steady.clear();
        roomy.clear();
        trial.clear();
    }

    private int whole(double number) {
        return (int) Math.max(1, Math.min(most, Math.ceil(number)));
    }
}
