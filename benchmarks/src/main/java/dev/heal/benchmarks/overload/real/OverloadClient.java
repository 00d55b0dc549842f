package dev.heal.benchmarks.overload.real;

import dev.heal.admission.Priority;
import dev.heal.benchmarks.fork.Figures;
import dev.heal.benchmarks.overload.real.Callers.Manners;
import dev.heal.benchmarks.overload.real.Trial.End;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Asks one server in a JVM of its own; writes its figures to standard output. */
public final class OverloadClient {

    /** What the server can do in a second, if it does nothing else. */
    static final double CAPACITY = Work.WORKERS / Work.MEAN_NANOS * 1e9;

    private static final double USUAL = 0.8;
    private static final double FULL_PER_SECOND = 2_000;

    private OverloadClient() {}

    /** What is asked. */
    public enum Task {
        /** A surge, and what comes after. */
        SURGE,
        /** What a rejection costs. */
        REJECTION,
        /** What an answer at once costs. */
        EMPTY
    }

    /**
     * What is asked.
     *
     * @param surge how many times the server's capacity
     * @param isWarm whether the server's other half is surged first, so that all is compiled; not for one that turns nothing
     *     away, which would be busy with it for long
     * @param isQuick whether spans are short
     */
    public record Job(int port, Task task, int surge, boolean isHeeding, boolean isWarm, boolean isQuick, long seed) {

        public List<String> arguments() {
            return List.of(
                    String.valueOf(port),
                    task.name(),
                    String.valueOf(surge),
                    String.valueOf(isHeeding),
                    String.valueOf(isWarm),
                    String.valueOf(isQuick),
                    String.valueOf(seed));
        }

        static Job parse(String... arguments) {
            if (arguments.length != 7) {
                throw new IllegalArgumentException(
                        "needs port, task, surge, whether it heeds, is warm and is quick, and a seed, not \""
                                + String.join(" ", arguments) + "\"");
            }
            return new Job(
                    Integer.parseInt(arguments[0]),
                    Task.valueOf(arguments[1]),
                    Integer.parseInt(arguments[2]),
                    Boolean.parseBoolean(arguments[3]),
                    Boolean.parseBoolean(arguments[4]),
                    Boolean.parseBoolean(arguments[5]),
                    Long.parseLong(arguments[6]));
        }
    }

    public static void main(String[] arguments) throws Exception {
        System.out.print(run(Job.parse(arguments)).lines());
        System.out.flush();
    }

    static Figures run(Job job) throws IOException, InterruptedException {
        return switch (job.task()) {
            case SURGE -> surge(job);
            case REJECTION -> costs(job, OverloadServer.FULL, OverloadServer.FULL_KEPT, End.TURNED_AWAY);
            case EMPTY -> costs(job, OverloadServer.EMPTY, OverloadServer.EMPTY, End.SERVED);
        };
    }

    private static Figures surge(Job job) throws IOException {
        double usual = USUAL * CAPACITY;
        try (Callers callers = new Callers(job.port(), Manners.PLAIN)) {
            callers.run(
                    Story.of(
                            job.seed() + 1,
                            new Story.Phase(job.isWarm() ? job.surge() * CAPACITY : usual, job.isQuick() ? 3 : 6)),
                    OverloadServer.WARM);
        }
        double before = job.isQuick() ? 4 : 8;
        double surge = job.isQuick() ? 5 : 10;
        double after = job.isQuick() ? 7 : 12;
        Story story = Story.of(
                job.seed(),
                new Story.Phase(usual, before),
                new Story.Phase(job.surge() * CAPACITY, surge),
                new Story.Phase(usual, after));
        long begin = nanos(before);
        long end = nanos(before + surge);
        try (Callers callers = new Callers(job.port(), job.isHeeding() ? Manners.HEEDING : Manners.PLAIN)) {
            Cost earlier = Cost.of(job.port());
            Trial trial = callers.run(story, OverloadServer.WORK);
            Cost cost = Cost.of(job.port()).minus(earlier);
            double capacity = Work.WORKERS * (double) cost.done() / cost.busyNanos() * 1e9;
            TreeMap<String, Double> figures = new TreeMap<>();
            figures.put("capacity", capacity);
            figures.put("processors", cost.processors());
            figures.put("before", trial.success(nanos(1), begin));
            figures.put("goodput", trial.servedIn(begin, end) / (surge * capacity));
            for (Priority priority : Priority.all()) {
                figures.put("success." + priority, trial.success(priority, begin, end));
            }
            for (End each : End.values()) {
                figures.put("ended." + each, (double) trial.count(each, begin, end));
            }
            figures.put("rejections.a.second", trial.count(End.TURNED_AWAY, begin, end) / surge);
            figures.put("p50.ms", trial.quantile(0.5, begin, end) / 1e6);
            figures.put("p99.ms", trial.quantile(0.99, begin, end) / 1e6);
            figures.put("recovery.s", trial.recovery(end, nanos(before + surge + after)));
            figures.put("late.ms", trial.lateness(0.99) / 1e6);
            return new Figures(figures);
        }
    }

    /** Processor time of the server a request, beyond what it takes when nobody asks: with a new connection each, and without. */
    private static Figures costs(Job job, String fresh, String kept, End expected)
            throws IOException, InterruptedException {
        TreeMap<String, Double> figures = new TreeMap<>();
        // The compiler takes processor time of the same process, and more of it than all requests of a few seconds.
        double warmUp = job.isQuick() ? 12 : 20;
        double seconds = job.isQuick() ? 3 : 8;
        try (Callers reconnecting = new Callers(job.port(), Manners.FRESH);
                Callers keeping = new Callers(job.port(), Manners.PLAIN)) {
            reconnecting.run(Story.steady(FULL_PER_SECOND, warmUp / 2), fresh);
            keeping.run(Story.steady(FULL_PER_SECOND, warmUp / 2), kept);
            TimeUnit.SECONDS.sleep(1); // the compiler ends what it has begun
            Cost before = Cost.of(job.port());
            TimeUnit.MILLISECONDS.sleep(Math.round(seconds * 500));
            double idle = Cost.of(job.port()).minus(before).processors();
            figures.put("idle", idle);
            figures.put("fresh.us", cost(job, reconnecting, fresh, seconds, idle, expected));
            figures.put("kept.us", cost(job, keeping, kept, seconds, idle, expected));
        }
        return new Figures(figures);
    }

    private static double cost(Job job, Callers callers, String path, double seconds, double idle, End expected)
            throws IOException {
        Story story = Story.steady(FULL_PER_SECOND, seconds);
        Cost before = Cost.of(job.port());
        Trial trial = callers.run(story, path);
        Cost cost = Cost.of(job.port()).minus(before);
        long ended = trial.count(expected, 0, Long.MAX_VALUE);
        if (ended < 0.9 * story.size()) {
            throw new IOException("only " + ended + " of " + story.size() + " requests ended " + expected
                    + ": what was measured was something else");
        }
        return (cost.cpuNanos() - idle * cost.nanos()) / 1e3 / ended;
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
