package dev.heal.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Before a server that it knows nothing of, in virtual time: what is served in a surge, and after it")
class LoadShedderSimulationTest {

    private static final long SEED = 7;
    private static final double USUAL_LOAD = 0.8;
    private static final int WARM_UP = 10;
    private static final int SURGE = 15;
    private static final int END = WARM_UP + SURGE;
    private static final int AFTER = 6;

    private enum Mode {
        OF_EXECUTOR,
        OF_ROUND_TRIPS;

        Admission alwaysOn() {
            Admission admission = this == OF_EXECUTOR
                    ? Admission.ofExecutor(ShedderSettings.DEFAULT, 0)
                    : Admission.ofRoundTrips(ShedderSettings.DEFAULT, 0);
            admission.activate(Priority.BULK, 0);
            return admission;
        }
    }

    @ParameterizedTest(name = "{0}, {1} workers")
    @CsvSource({
        "OF_EXECUTOR, 4",
        "OF_EXECUTOR, 16",
        "OF_EXECUTOR, 128",
        "OF_ROUND_TRIPS, 4",
        "OF_ROUND_TRIPS, 16",
        "OF_ROUND_TRIPS, 128"
    })
    void in_a_surge_of_five_times_it_serves_what_the_server_can_and_all_that_is_critical(Mode mode, int workers) {
        SimulatedServer server = new SimulatedServer(mode.alwaysOn(), workers, 50, SEED);

        List<SimulatedServer.Count> seconds = server.run(END + AFTER, surge(5));

        Served surge = Served.of(seconds.subList(WARM_UP, END));
        assertThat(surge.inTime() / ceiling(server, workers, surge))
                .as("served in time, as a part of what can be once the rejections are paid for")
                .isGreaterThanOrEqualTo(0.93);
        assertThat(surge.critical()).as("critical in time").isGreaterThanOrEqualTo(0.995);
        Served after = Served.of(seconds.subList(END + 1, END + AFTER - 1));
        assertThat(after.inTime() / after.arrived())
                .as("in time from a second after the surge on")
                .isGreaterThanOrEqualTo(0.95);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void when_all_work_takes_three_times_as_long_it_serves_a_third_and_all_again_afterwards(Mode mode) {
        SimulatedServer server = new SimulatedServer(mode.alwaysOn(), 16, 50, SEED);
        server.slowness = second -> isSurge(second) ? 3 : 1;

        List<SimulatedServer.Count> seconds = server.run(END + AFTER, second -> USUAL_LOAD);

        // The first second, in which it shows, is nobody's fault.
        Served slow = Served.of(seconds.subList(WARM_UP + 1, END));
        double possible = server.capacity() / 3 * (SURGE - 1);
        assertThat(slow.inTime() / possible).as("served in time").isGreaterThanOrEqualTo(0.88);
        assertThat(slow.critical()).as("critical in time").isGreaterThanOrEqualTo(0.98);
        Served after = Served.of(seconds.subList(END + 1, END + AFTER - 1));
        assertThat(after.inTime() / after.arrived()).as("afterwards").isGreaterThanOrEqualTo(0.95);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_user_who_sends_thirty_percent_is_served_no_more_than_the_others(Mode mode) {
        SimulatedServer server = new SimulatedServer(mode.alwaysOn(), 16, 50, SEED);
        server.users = 11;
        server.heavyShare = 0.3;

        List<SimulatedServer.Count> seconds = server.run(END, surge(3));

        Map<Long, Long> served = Served.of(seconds.subList(WARM_UP + 2, END)).byUser();
        double others = served.entrySet().stream()
                .filter(each -> each.getKey() != 1)
                .mapToLong(Map.Entry::getValue)
                .average()
                .orElseThrow();
        assertThat(served).hasSize(11);
        assertThat(served.get(1L) / others).as("heavy user's, to another's").isBetween(0.8, 1.25);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void after_slack_times_the_first_burst_finds_a_room_as_large_as_before(Mode mode) {
        Admission admission = mode.alwaysOn();
        SimulatedServer server = new SimulatedServer(admission, 16, 50, SEED);

        // A third of what the server serves in a second comes at once, after a while in which there was nothing to do.
        List<SimulatedServer.Count> seconds =
                server.run(16, second -> second < 8 ? USUAL_LOAD : second < 14 || second > 14.04 ? 0 : 8);

        SimulatedServer.Count burst = seconds.get(14);
        assertThat(burst.arrived).as("came").isGreaterThan(80);
        assertThat(burst.rejected).as("turned away").isZero();
        assertThat(burst.inTime).as("in time").isEqualTo(burst.arrived);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void where_more_comes_for_long_those_who_are_served_are_served_fresh(Mode mode) {
        SimulatedServer server = new SimulatedServer(mode.alwaysOn(), 16, 50, SEED);
        server.users = 100;

        server.run(END, surge(10));

        assertThat(server.longestWaitBetween(WARM_UP + 12, END))
                .as("longest wait of who was let in, in ms")
                .isLessThan(300);
    }

    @ParameterizedTest
    @CsvSource({"4", "16", "128"})
    void before_an_executor_it_keeps_no_worker_idle_and_the_queue_short(int workers) {
        SimulatedServer server = new SimulatedServer(Mode.OF_EXECUTOR.alwaysOn(), workers, 50, SEED);

        server.run(END, surge(5));

        // What is finished in 5 ms, with room for chance.
        int span = (int) Math.ceil(0.005 * server.capacity() * 1.3);
        assertThat(server.mostQueued).as("most in the executor's queue").isBetween(1, Math.max(1, span));
        assertThat(server.mostIdle).as("workers idle while somebody waited").isLessThanOrEqualTo(1);
    }

    private static DoubleUnaryOperator surge(double factor) {
        return second -> isSurge(second) ? factor : USUAL_LOAD;
    }

    private static boolean isSurge(double second) {
        return second >= WARM_UP && second < END;
    }

    /** Turning somebody away costs the server time too, which nobody can spend twice. */
    private static double ceiling(SimulatedServer server, int workers, Served surge) {
        double spent = surge.rejected() * SimulatedServer.REJECTION_NANOS;
        return server.capacity() * (SURGE - spent / workers / SimulatedServer.SECOND);
    }

    private record Served(double arrived, double inTime, double rejected, double critical, Map<Long, Long> byUser) {

        static Served of(List<SimulatedServer.Count> seconds) {
            double arrived = 0;
            double inTime = 0;
            double rejected = 0;
            double critical = 0;
            double criticalInTime = 0;
            Map<Long, Long> byUser = new TreeMap<>();
            for (SimulatedServer.Count second : seconds) {
                arrived += second.arrived;
                inTime += second.inTime;
                rejected += second.rejected;
                long[] both = second.byClass.getOrDefault(Priority.CRITICAL, new long[2]);
                critical += both[0];
                criticalInTime += both[1];
                second.byUser.forEach((user, count) -> byUser.merge(user, count, Long::sum));
            }
            return new Served(arrived, inTime, rejected, criticalInTime / critical, byUser);
        }
    }
}
