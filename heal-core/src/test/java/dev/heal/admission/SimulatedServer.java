package dev.heal.admission;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * A server of so many workers behind an {@link Admission}, in virtual time: requests come as they come (Poisson), their work
 * takes a log-normal time, and nobody waits for an answer longer than a second.
 */
final class SimulatedServer {

    static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE = SECOND;
    private static final double SIGMA = 0.7;
    static final long REJECTION_NANOS = 250_000;
    private static final double[] MIX = {0.05, 0.15, 0.50, 0.30};

    /** What became of the requests that arrived in a second. */
    static final class Count {
        long arrived;
        long inTime;
        long rejected;

        /** Those that arrived, and those of them in time. */
        final Map<Priority, long[]> byClass = new EnumMap<>(Priority.class);

        /** Of class NORMAL, those in time. */
        final Map<Long, Long> byUser = new TreeMap<>();

        double success(Priority priority) {
            long[] both = byClass.getOrDefault(priority, new long[2]);
            return both[0] == 0 ? 1 : (double) both[1] / both[0];
        }
    }

    private record Event(long at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final class Job extends Waiter {
        final long came = now;
        long admittedAt;

        Job(Request request) {
            super(request);
        }

        @Override
        protected void admitted(long at) {
            begin(this);
        }

        @Override
        protected void rejected(long at) {
            count(came).rejected++;
            pay();
        }
    }

    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final ArrayDeque<Job> queue = new ArrayDeque<>();
    private final List<Count> seconds = new ArrayList<>();
    private final Admission admission;
    private final int workers;
    private final double meanNanos;

    /** How many times its usual time work takes, at each second. */
    DoubleUnaryOperator slowness = second -> 1;

    /** User 1 sends this part of all, the others the rest evenly. */
    double heavyShare;

    int users = 1;

    /** The most that were in the queue behind the shedder, and the most workers idle while somebody waited before it. */
    int mostQueued;

    int mostIdle;
    private final TreeMap<Long, Long> longestWaits = new TreeMap<>();
    private long now;
    private long order;
    private int busy;
    private long owed;

    SimulatedServer(Admission admission, int workers, double meanMillis, long seed) {
        this.admission = admission;
        this.workers = workers;
        this.meanNanos = meanMillis * 1e6;
        this.random = new Random(seed);
    }

    double capacity() {
        return workers * 1e9 / meanNanos;
    }

    /** @param load of each moment in seconds, as a part of what the server can do */
    List<Count> run(double seconds, DoubleUnaryOperator load) {
        arrive((long) (seconds * 1e9), load);
        ticks((long) ((seconds + 1) * 1e9));
        while (!events.isEmpty()) {
            Event next = events.poll();
            now = next.at;
            next.what.run();
            mostQueued = Math.max(mostQueued, queue.size());
            if (admission.waiting() > 0) {
                mostIdle = Math.max(mostIdle, workers - busy);
            }
        }
        return this.seconds;
    }

    /** How long who was let in had waited at most, in milliseconds, from one second to another. */
    long longestWaitBetween(int from, int until) {
        return longestWaits.subMap((long) from, (long) until).values().stream()
                        .mapToLong(wait -> wait)
                        .max()
                        .orElseThrow()
                / 1_000_000;
    }

    private void ticks(long until) {
        if (now < until) {
            admission.tick(now);
            at(now + 100_000_000, () -> ticks(until));
        }
    }

    private void arrive(long until, DoubleUnaryOperator load) {
        double rate = capacity() * load.applyAsDouble(now / 1e9);
        // Where nothing comes, look again a little later.
        double gap = rate == 0 ? 1e6 : -Math.log(1 - random.nextDouble()) / rate * 1e9;
        long next = now + (long) gap;
        if (next >= until) {
            return;
        }
        at(next, () -> {
            if (rate > 0) {
                come();
            }
            arrive(until, load);
        });
    }

    private void come() {
        long user = random.nextDouble() < heavyShare ? 1 : 2 + random.nextInt(Math.max(1, users - 1));
        Job job = new Job(new Request(draw(), users > 1 ? user : 0, Request.NO_DEADLINE));
        Count count = count(now);
        count.arrived++;
        count.byClass.computeIfAbsent(job.request().priority(), unused -> new long[2])[0]++;
        if (admission.enter(job.request(), now)) {
            job.admitted(now);
        } else if (admission.turnsAway(job.request())) {
            job.rejected(now);
        } else {
            switch (admission.arrived(job, now)) {
                case ADMITTED -> job.admitted(now);
                case REJECTED -> job.rejected(now);
                case WAITING -> {}
            }
        }
    }

    private Priority draw() {
        double left = random.nextDouble();
        for (Priority priority : Priority.all()) {
            left -= MIX[priority.ordinal()];
            if (left < 0) {
                return priority;
            }
        }
        return Priority.BULK;
    }

    private void begin(Job job) {
        job.admittedAt = now;
        longestWaits.merge(now / SECOND, now - job.came, Math::max);
        queue.addLast(job);
        work();
    }

    private void pay() {
        owed += REJECTION_NANOS;
        work();
    }

    private void work() {
        while (busy < workers) {
            if (owed > 0) {
                long cost = Math.min(owed, Math.max(REJECTION_NANOS, 1_000_000));
                owed -= cost;
                busy++;
                at(now + cost, () -> {
                    busy--;
                    work();
                });
                continue;
            }
            Job job = queue.pollFirst();
            if (job == null) {
                return;
            }
            busy++;
            admission.started(now);
            double z = random.nextGaussian();
            double took = meanNanos * slowness.applyAsDouble(now / 1e9) * Math.exp(SIGMA * z - SIGMA * SIGMA / 2);
            at(now + (long) took, () -> end(job));
        }
    }

    private void end(Job job) {
        busy--;
        if (now - job.came <= PATIENCE) {
            Count count = count(job.came);
            count.inTime++;
            count.byClass.get(job.request().priority())[1]++;
            if (job.request().priority() == Priority.NORMAL) {
                count.byUser.merge(job.request().user(), 1L, Long::sum);
            }
        }
        admission.finished(job.admittedAt, now);
        work();
    }

    private void at(long when, Runnable what) {
        events.add(new Event(when, order++, what));
    }

    private Count count(long when) {
        int second = (int) (when / SECOND);
        while (seconds.size() <= second) {
            seconds.add(new Count());
        }
        return seconds.get(second);
    }
}
