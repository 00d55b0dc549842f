package dev.heal.admission;

/**
 * Finds the knee: the least number under way at which the server gives all that it can, which is about the number of its
 * workers. Below the knee throughput grows with the number under way, above it only the time they take does; and at a number
 * that stays the same, a round trip changes only because the work does, never because of a queue. So what is learned is the
 * number of workers and not a usual time, and a dependency that becomes slow does not mislead it.
 *
 * <p>While there is room, numbers under way that did not lengthen the mean round trip are proved to lie below the knee, and
 * half as many again are let in. When all places are taken for good, throughput and the time that work took with room say
 * where the knee is (Little's law), and trials look at both sides: fewer places cost throughput in proportion if and only if
 * they cut below the knee, and then the knee is where the throughput of before would be reached ({@code places x throughput
 * before / throughput now}); more places gain throughput only below it. The limit is a fifth above the knee: what is short of
 * workers' work costs throughput, a short queue only a little time; where that is in doubt, the limit is the larger one.
 */
final class KneeLimit implements AdaptiveLimit {

    private static final double LEAST = 8;
    private static final double HEADROOM = 1.2;
    private static final double ROOM = 1.5;
    private static final double GROWTH = 2;
    private static final double CUT = 0.6;

    /** What rounding adds is no place. */
    private static final double TINY = 1e-9;

    /** A change of places below this is not worth a trial. */
    private static final double NOTICEABLE = 0.1;

    /** Ends: to learn the mean round trip from, and to grow by. */
    private static final double ENOUGH = 24;

    /** Ends: too few places cost more than too many, so fewer are tried after a longer look. */
    private static final double ENOUGH_TO_CUT = 60;

    /** Ends: what the trials of a known limit are compared with. */
    private static final double ENOUGH_TO_COMPARE = 200;

    /** Ends: those that count for a throughput. */
    private static final double WINDOW = 400;

    private static final long LONGEST_TRIAL = 3_000_000_000L;

    // Natural logarithms of how much likelier a change of throughput must be than none, for what follows from it.
    private static final double GAINED = 1;
    private static final double GAINED_WHERE_KNOWN = 1.5;
    private static final double LOST_WHERE_EXPECTED = 1.5;

    private enum Phase {
        STEADY,
        SETTLING,
        TRYING
    }

    private final int most;
    private volatile int places;

    private boolean isBoundedAbove;
    private boolean isBoundedBelow;

    private final Throughput steady = new Throughput(WINDOW);
    private final Proof proof = new Proof();
    private final Trial trial = new Trial();
    private final Pace pace = new Pace();
    private Phase phase = Phase.STEADY;

    /** Whether the number that is tried is what throughput and work say, or just a lower one. */
    private boolean isExpected;

    /** How much faster than by what was seen the limit grows. */
    private double step = 1;

    private long inPhase;
    private long onTrial;
    private long silence;

    /** So many nanoseconds after a move what ends shows what the new number does. */
    private double settled;

    private long trialTook;

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
        pace.pass(span);
        inPhase += span;
        onTrial += span;
        silence = ended == 0 ? silence + span : 0;
        if (silence > LONGEST_TRIAL) {
            // What stands still does no work: averaged in, it would be taken for slow work by fewer workers.
            steady.clear();
        }
        switch (demand) {
            case BELOW -> learnWithRoom(span, ended, roundTrips);
            case ABOUT -> {
                if (phase != Phase.STEADY && inPhase > 2 * LONGEST_TRIAL) {
                    endTrial(unlessProved(trial.placesBefore()));
                }
            }
            case ABOVE -> learnWithoutRoom(span, ended, taken);
        }
    }

    private void learnWithRoom(long span, long ended, long roundTrips) {
        if (phase != Phase.STEADY) {
            endTrialWithRoom();
        }
        steady.clear();
        if (!proof.learn(span, ended, roundTrips)) {
            return;
        }
        double proved = proof.underWay();
        if (!isKnown()) {
            // What trials began to show is for other times; now there is the mean without a queue to go by.
            isBoundedAbove = false;
            isBoundedBelow = false;
            // No fewer than there are: now they are enough, and moments with room are those in which little came.
            places = whole(Math.max(places, ROOM * proved));
        } else if (whole(limit(proved)) > places) {
            // A trial that goes on is answered by it.
            endTrial(whole(limit(proved)));
        }
    }

    /** Nobody waits any more, so fewer places will show nothing; more cost nothing now. */
    private void endTrialWithRoom() {
        if (!trial.isOfMore()) {
            endTrial(trial.placesBefore());
        } else if (!isKnown()) {
            // That left nobody waiting, so it was of use.
            endTrial(phase == Phase.TRYING ? places : trial.placesBefore());
        } else if (onTrial >= 2 * LONGEST_TRIAL) {
            pace.showedNothing();
            endTrial(unlessProved(trial.placesBefore()));
        }
    }

    /** As many, or what was proved with room meanwhile where the limit is known. */
    private int unlessProved(int number) {
        return isKnown() ? Math.max(number, whole(limit(proof.underWay()))) : number;
    }

    private void learnWithoutRoom(long span, long ended, int taken) {
        if (phase == Phase.SETTLING) {
            settle(taken);
        } else if (phase == Phase.TRYING) {
            trial.add(span, ended);
            if (trial.isClear() || trial.span() >= LONGEST_TRIAL) {
                judge();
            } else if (inPhase >= 2 * LONGEST_TRIAL) {
                endTrial(unlessProved(trial.placesBefore()));
            }
        } else if (taken <= places && inPhase >= settled) {
            steady.add(span, ended);
            if (steady.ended() >= ENOUGH && steady.span() >= places / steady.perNano()
                    || steady.span() >= LONGEST_TRIAL && steady.ended() > 0) {
                think();
            }
        }
    }

    /** All places are taken, and have been for a while. */
    private void think() {
        double now = steady.perNano();
        if (isKnown()) {
            proof.follow(now);
            if (hasSeen(ENOUGH_TO_COMPARE) && pace.isTimeForMore()) {
                attempt(places * Math.sqrt(GROWTH));
            } else if (hasSeen(ENOUGH_TO_COMPARE) && pace.isTimeForFewer()) {
                attempt(places * CUT);
            }
        } else if (isBoundedBelow || Double.isNaN(proof.nanos()) && !isBoundedAbove) {
            if (hasSeen(2 * ENOUGH)) {
                attempt(places * GROWTH);
            }
        } else if (!Double.isNaN(proof.nanos())) {
            think(now * proof.nanos());
        } else if (hasSeen(ENOUGH_TO_COMPARE)) {
            attempt(places * CUT);
        }
    }

    /** @param knee what throughput and the time that work took with room say */
    private void think(double knee) {
        double wanted = limit(Math.max(knee, proof.underWay()));
        if (whole(wanted) > places && !isBoundedAbove) {
            // Grows by what was seen; the longer that goes on, the faster.
            double next = Math.min(GROWTH * places, step * wanted);
            step = Math.min(GROWTH, HEADROOM * step);
            move(next);
        } else if (!hasSeen(ENOUGH_TO_CUT)) {
            return;
        } else if (proof.isContradictedBy(knee)) {
            // There are no fewer workers than were proved: work takes longer, and how many there are is known no
            // better.
            found(kneeBelow(places), places);
            pace.tryFewerSoon();
        } else if (proof.isThin() && !isBoundedAbove) {
            // Too little was seen with room to take places away for it.
            if (hasSeen(ENOUGH_TO_COMPARE)) {
                attempt(places * Math.sqrt(GROWTH));
            }
        } else if (whole(wanted) < (1 - NOTICEABLE) * places) {
            attempt(Math.max(wanted, CUT * places));
            isExpected = true;
        } else {
            found(Math.max(knee, proof.underWay()), wanted);
        }
    }

    private boolean isKnown() {
        return isBoundedAbove && isBoundedBelow;
    }

    private boolean hasSeen(double ends) {
        return steady.ended() >= ends || steady.span() >= LONGEST_TRIAL;
    }

    /** A fifth above the knee, and at least one place: while an answer is on its way, the next may begin. */
    private static double limit(double knee) {
        return knee + Math.max(1, (HEADROOM - 1) * knee);
    }

    private static double kneeBelow(double limit) {
        return Math.max(1, Math.min(limit - 1, limit / HEADROOM));
    }

    private void attempt(double other) {
        int next = whole(other);
        isExpected = false;
        if (next == places) {
            if (other > places) {
                pace.gainedNothing();
            }
            isBoundedAbove = true;
            isBoundedBelow = true;
            proof.prove(kneeBelow(places), steady.perNano());
            return;
        }
        trial.begin(next, places, steady);
        places = next;
        step = 1;
        phase = Phase.SETTLING;
        inPhase = 0;
        onTrial = 0;
    }

    /** What was let in before the trial has to be through first, and the first that end after it are no fair sample either. */
    private void settle(int taken) {
        if (inPhase < LONGEST_TRIAL && (taken > places || inPhase < trial.roundTripBefore())) {
            return;
        }
        phase = Phase.TRYING;
        trialTook = inPhase;
        inPhase = 0;
    }

    private void judge() {
        trialTook += inPhase;
        phase = Phase.STEADY;
        if (trial.isOfMore()) {
            judgeMore();
        } else {
            pace.triedFewer(trialTook);
            judgeFewer();
        }
    }

    private void judgeMore() {
        if (trial.evidence() >= -(isKnown() ? GAINED_WHERE_KNOWN : GAINED)) {
            pace.gainedNothing();
            int next = unlessProved(trial.placesBefore());
            isBoundedAbove = true;
            move(next);
            return;
        }
        pace.gained();
        double proved = Math.min(places, trial.placesBefore() * trial.ratio());
        proof.prove(proved, trial.throughput());
        isBoundedBelow = true;
        isBoundedAbove = false;
        move(Math.min(places, limit(proved)));
    }

    private void judgeFewer() {
        if (isExpected && trial.evidence() > -LOST_WHERE_EXPECTED) {
            if (limit(Math.max(proof.underWay(), trial.throughput() * proof.nanos())) < (1 - NOTICEABLE) * places) {
                // What was cut off was queue, and there is more of it.
                isBoundedAbove = true;
                move(places);
            } else {
                found(kneeBelow(places), places);
            }
            return;
        }
        // The largest knee that chance allows for: what is cut too deep is lost until a trial of more places finds it.
        double knee = places / Math.min(1, trial.ratio() * Math.exp(-trial.noise()));
        // By a place at least, where it is likelier that nothing was lost: chance must not keep them all for ever.
        int most = trial.evidence() > 0 ? Math.max(places, trial.placesBefore() - 1) : trial.placesBefore();
        double limit = Math.min(most, limit(knee));
        boolean isMuchLess = limit < (1 - NOTICEABLE) * trial.placesBefore();
        found(kneeBelow(limit), limit);
        isBoundedBelow = !(isMuchLess && Double.isNaN(proof.nanos()));
    }

    private void found(double knee, double limit) {
        if (!isKnown()) {
            double throughput = steady.perNano() > 0 ? steady.perNano() : trial.throughputBefore();
            pace.begin(places / throughput + Math.min(LONGEST_TRIAL, ENOUGH_TO_COMPARE / 2 / throughput));
        }
        isBoundedAbove = true;
        isBoundedBelow = true;
        proof.prove(Math.max(1, knee), Math.max(steady.perNano(), trial.throughputBefore()));
        move(limit);
    }

    private void move(double number) {
        int next = whole(number);
        settled = next == places || steady.ended() == 0 ? 0 : Math.min(LONGEST_TRIAL, places / steady.perNano());
        places = next;
        inPhase = 0;
        steady.clear();
        proof.lookAnew();
    }

    /** It has shown nothing. */
    private void endTrial(int number) {
        phase = Phase.STEADY;
        places = number;
    }

    /** So long a silence that what was going on is not known: the process was stopped, or nobody asked. */
    private void forget() {
        if (phase != Phase.STEADY) {
            endTrial(trial.placesBefore());
        }
        steady.clear();
        proof.lookAnew();
    }

    private int whole(double number) {
        return (int) Math.max(1, Math.min(most, Math.ceil(number - TINY)));
    }
}
