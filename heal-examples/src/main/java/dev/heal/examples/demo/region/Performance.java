package dev.heal.examples.demo.region;

import dev.heal.examples.load.Second;
import dev.heal.examples.load.Steadiness;
import dev.heal.time.Clock;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives the course: kill, blips, return, blips, both dead. The caller's thread sends all the load, watches and prints;
 * it waits for nobody. Servers are killed and started on a thread of their own.
 */
final class Performance implements AutoCloseable {

    private static final long SECOND = 1_000_000_000L;
    private static final long TICK_NANOS = 1_000_000;

    private final Course course;
    private final Servers servers;
    private final Map<Column, Stage> stages;
    private final Map<Column, Customers> customers = new EnumMap<>(Column.class);
    private final Map<Column, List<Cut>> cuts = new EnumMap<>(Column.class);
    private final @Nullable HealSide heal;
    private final Clock clock;
    private final PrintStream out;
    private final ExecutorService hands = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "servers");
        daemon.setDaemon(true);
        return daemon;
    });

    private long secondStart;
    private @Nullable Long killed;

    Performance(Course course, Servers servers, Map<Column, Stage> stages, Clock clock, PrintStream out) {
        this.course = course;
        this.servers = servers;
        this.stages = stages;
        this.clock = clock;
        this.out = out;
        stages.forEach((column, stage) -> customers.put(column, new Customers(stage.address(), course, clock)));
        Stage healed = stages.get(Column.WITH);
        this.heal = healed == null
                ? null
                : healed.heal().map(each -> new HealSide(each, clock)).orElse(null);
    }

    /** @throws IllegalStateException if a shop does not run smoothly before anything happens, or a server misbehaves */
    List<Figures> perform() {
        warmUp();
        long kill = clock.nanos();
        Instant killTime = clock.now();
        secondStart = kill;
        killed = kill;
        happens("east is killed (SIGKILL)");
        during(hands.submit(() -> servers.kill(Side.EAST)), course.afterKill());
        // As long in every run, whatever the hands still had to do.
        long firstBlip = kill + course.afterKill().toNanos();
        blips(Side.WEST, course.blipsAway());
        happens("east is started again");
        until(hands.submit(() -> servers.start(Side.EAST)));
        long restarted = clock.nanos();
        happens("east answers again");
        untilHome(restarted);
        blips(Side.EAST, course.blipsAtHome());
        long bothDown = clock.nanos();
        Instant bothDownTime = clock.now();
        happens("west is killed");
        during(hands.submit(() -> servers.kill(Side.WEST)), course.between());
        happens("east is killed: both are down");
        during(hands.submit(() -> servers.kill(Side.EAST)), course.bothDown());
        long end = clock.nanos();
        drain();
        Moments moments = new Moments(kill, firstBlip, restarted, bothDown, end);
        HealFigures healed = heal == null ? null : heal.figures(moments, killTime, bothDownTime);
        List<Figures> all = new ArrayList<>();
        customers.forEach((column, each) -> all.add(Figures.of(
                column,
                each.reads(),
                each.traffic(),
                each.orders(kill),
                column == Column.WITH ? healed : null,
                cuts.getOrDefault(column, List.of()),
                moments,
                course)));
        return all;
    }

    private void warmUp() {
        long start = clock.nanos();
        secondStart = start;
        drive(() -> allSteady(start)
                || clock.nanos() - start >= course.warmUpAtMost().toNanos());
        customers.forEach((column, each) -> {
            if (!isSteady(each, start)) {
                throw new IllegalStateException(column.letter() + ": the shop did not run smoothly for "
                        + course.steady().toSeconds() + " s within "
                        + course.warmUpAtMost().toSeconds() + " s, before any fault; see target/demo.log");
            }
        });
        if (heal != null && heal.hasMoved()) {
            throw new IllegalStateException(
                    "heal moved traffic before anything was killed: run it on a quieter machine");
        }
    }

    private boolean allSteady(long start) {
        return customers.values().stream().allMatch(each -> isSteady(each, start));
    }

    private boolean isSteady(Customers each, long start) {
        return Steadiness.reached(each.reads(), start, clock.nanos(), course.steady(), course.warmUpAtLeast());
    }

    private void blips(Side side, int count) {
        for (int i = 1; i <= count; i++) {
            happens("the links to " + side.region() + " are cut for "
                    + course.blip().toMillis() + " ms");
            stages.forEach((column, stage) ->
                    cuts.computeIfAbsent(column, each -> new ArrayList<>()).add(stage.cut(side, course.blip(), clock)));
            span(course.blipEvery());
        }
    }

    /** Home has the traffic of heal's shop back for a moment; or that was waited for for too long. */
    private void untilHome(long restarted) {
        long latest = restarted + course.returnAtMost().toNanos();
        drive(() -> (heal != null && heal.isHome()) || clock.nanos() - latest >= 0);
        span(course.steady());
    }

    private void drain() {
        long latest = clock.nanos() + course.deadline().toNanos() + SECOND / 2;
        while (clock.nanos() - latest < 0 && !customers.values().stream().allMatch(Customers::nobodyWaits)) {
            LockSupport.parkNanos(50 * TICK_NANOS);
        }
    }

    private void happens(String what) {
        out.printf("  ======== %s ========%n", what);
    }

    private void span(Duration span) {
        long end = clock.nanos() + span.toNanos();
        drive(() -> clock.nanos() - end >= 0);
    }

    private void during(Future<?> deed, Duration span) {
        span(span);
        until(deed);
    }

    private void until(Future<?> deed) {
        drive(deed::isDone);
        try {
            deed.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void drive(BooleanSupplier done) {
        while (true) {
            if (heal != null) {
                heal.watch();
            }
            if (clock.nanos() - secondStart >= SECOND) {
                print();
                secondStart += SECOND;
            }
            if (done.getAsBoolean()) {
                return;
            }
            customers.values().forEach(Customers::doWork);
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private void print() {
        Long kill = killed;
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT, "  %8s", kill == null ? "warm up" : "+" + ((secondStart - kill) / SECOND + 1) + " s"));
        long until = secondStart + SECOND;
        customers.forEach((column, each) -> {
            Second second = Second.of(each.reads(), secondStart, until);
            String where = each.traffic()
                    .share(Side.EAST, secondStart, until)
                    .map(home -> home == 1 ? "east" : home == 0 ? "west" : Math.round(100 * home) + "% east")
                    .orElse("");
            line.append(String.format(
                    Locale.ROOT, "  | %s ok %2d lost %2d %-8s", column.letter(), second.ok(), second.lost(), where));
        });
        out.println(line.toString().stripTrailing());
    }

    @Override
    public void close() {
        hands.shutdownNow();
        customers.values().forEach(Customers::close);
    }
}
