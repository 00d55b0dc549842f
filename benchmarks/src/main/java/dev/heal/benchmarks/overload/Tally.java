package dev.heal.benchmarks.overload;

import dev.heal.admission.Priority;

/** Counts what becomes of requests while a run lasts. */
final class Tally {

    /** Nanoseconds of one step of the curves. */
    static final long STEP = 100_000_000;

    private static final int CLASSES = Priority.values().length;

    private final long begins;
    private final long ends;
    private final Curves curves;
    private final long[] offered = new long[CLASSES];
    private final long[] succeeded = new long[CLASSES];
    private final double[][] byUser;
    private final Latencies latencies = new Latencies();
    private final Scenario scenario;

    private long good;
    private long served;
    private long sent;
    private long rejected;
    private long withheld;

    Tally(Scenario scenario) {
        this.scenario = scenario;
        this.begins = scenario.story().troubleBegins();
        this.ends = scenario.story().troubleEnds();
        this.curves = new Curves((int) ((scenario.story().ends() + scenario.patience()) / STEP) + 1);
        this.byUser = new double[CLASSES][scenario.users()];
    }

    /** A request was made. */
    void offered(Call call) {
        int step = step(call.made);
        curves.offered()[step]++;
        if (call.priority == Priority.CRITICAL) {
            curves.criticalOffered()[step]++;
        }
        if (isTrouble(call.made)) {
            offered[call.priority.ordinal()]++;
        }
    }

    /** A client has kept a request to itself. */
    void withheld(Call call) {
        if (isTrouble(call.made)) {
            withheld++;
        }
    }

    /** An attempt is on its way. */
    void sent(Call call, long now) {
        if (isTrouble(now)) {
            sent++;
        }
    }

    /** A worker has turned an attempt away. */
    void rejected(long now) {
        if (isTrouble(now)) {
            rejected++;
        }
    }

    /** A worker has done what was asked, whether anybody waits for it or not. */
    void served(Call call, long now) {
        if (isTrouble(now)) {
            served++;
            latencies.add(now - call.sent);
        }
    }

    /** An answer has come in time. */
    void succeeded(Call call, long now) {
        curves.good()[step(now)]++;
        int made = step(call.made);
        curves.succeeded()[made]++;
        if (call.priority == Priority.CRITICAL) {
            curves.criticalSucceeded()[made]++;
        }
        if (isTrouble(now)) {
            good++;
            byUser[call.priority.ordinal()][call.user]++;
        }
        if (isTrouble(call.made)) {
            succeeded[call.priority.ordinal()]++;
        }
    }

    Outcome outcome() {
        double seconds = (ends - begins) / 1e9;
        long requests = 0;
        for (long each : offered) {
            requests += each;
        }
        double[] successes = new double[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            successes[i] = offered[i] == 0 ? 1 : (double) succeeded[i] / offered[i];
        }
        double[] ofAll = new double[scenario.users()];
        for (double[] ofClass : byUser) {
            for (int user = 0; user < ofAll.length; user++) {
                ofAll[user] += ofClass[user];
            }
        }
        return new Outcome(
                good / (scenario.capacity() * seconds),
                successes,
                latencies.meanMillis(),
                latencies.millis(0.5),
                latencies.millis(0.99),
                requests == 0 ? 1 : (double) sent / requests,
                rejected / seconds,
                (double) withheld / Math.max(1, requests),
                served,
                jain(ofAll),
                jain(byUser[contested(successes)]),
                curves);
    }

    /** The least important class of which anything much is served: those above are served whole, those below not at all. */
    private static int contested(double[] successes) {
        int contested = 0;
        for (int i = 0; i < CLASSES; i++) {
            if (successes[i] > 0.02) {
                contested = i;
            }
        }
        return contested;
    }

    /** 1 if all have the same, 1/n if one has all (Jain, Chiu, Hawe 1984). */
    static double jain(double[] all) {
        double sum = 0;
        double squares = 0;
        for (double each : all) {
            sum += each;
            squares += each * each;
        }
        return squares == 0 ? 1 : sum * sum / (all.length * squares);
    }

    private boolean isTrouble(long time) {
        return time >= begins && time < ends;
    }

    private int step(long time) {
        return Math.min(curves.offered().length - 1, (int) (time / STEP));
    }
}
