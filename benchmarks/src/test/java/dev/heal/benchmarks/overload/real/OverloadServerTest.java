package dev.heal.benchmarks.overload.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.Priority;
import dev.heal.benchmarks.overload.real.Callers.Manners;
import dev.heal.benchmarks.overload.real.Trial.End;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real server: that each contestant stands where it should, not how fast it is. */
class OverloadServerTest {

    private static final Story FEW = Story.steady(100, 0.2);

    @ParameterizedTest
    @EnumSource(Contender.class)
    void every_contestant_serves_what_it_can_and_turns_away_once_all_is_taken(Contender contender) throws Exception {
        try (OverloadServer server = new OverloadServer(contender);
                Callers callers = new Callers(server.port(), Manners.PLAIN)) {
            Trial calm = callers.run(FEW, OverloadServer.WORK);

            assertThat(ends(calm, End.SERVED)).isEqualTo(FEW.size());
            assertThat(Cost.of(server.port()).done()).isEqualTo(FEW.size());
            if (contender.rejects()) {
                for (String full : List.of(OverloadServer.FULL, OverloadServer.FULL_KEPT)) {
                    assertThat(ends(callers.run(FEW, full), End.TURNED_AWAY))
                            .as(full)
                            .isEqualTo(FEW.size());
                }
            }
        }
    }

    @Test
    void clients_that_heed_keep_to_themselves_what_a_full_server_would_turn_away() throws Exception {
        try (OverloadServer server = new OverloadServer(Contender.HEAL_EXECUTOR);
                Callers callers = new Callers(server.port(), Manners.HEEDING)) {
            Trial full = callers.run(Story.steady(400, 1), OverloadServer.FULL);

            assertThat(ends(full, End.WITHHELD)).isPositive();
            assertThat(ends(full, End.TURNED_AWAY)).isPositive();
            assertThat(ends(full, End.WITHHELD) + ends(full, End.TURNED_AWAY)).isEqualTo(400);
        }
    }

    @Test
    void an_answer_tells_its_status_its_cut_off_and_whether_the_connection_is_kept() throws Exception {
        String head =
                "HTTP/1.1 503 \r\nContent-Length: 0\r\nHeal-Cut-Off: high;share=0.25\r\nConnection: close\r\n\r\n";

        assertThat(Line.Answer.parse(head)).isEqualTo(new Line.Answer(503, "high;share=0.25", true));
        assertThat(Line.Answer.parse("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(new Line.Answer(200, null, false));
    }

    @Test
    void the_work_is_the_same_for_all_and_takes_50_ms_on_the_average() {
        double mean = java.util.stream.LongStream.range(0, 20_000)
                .map(Work::nanos)
                .average()
                .orElseThrow();

        assertThat(mean).isBetween(0.98 * Work.MEAN_NANOS, 1.02 * Work.MEAN_NANOS);
        assertThat(Work.nanos(7)).isEqualTo(Work.nanos(7)).isNotEqualTo(Work.nanos(8));
    }

    @Test
    void the_job_and_what_the_server_has_done_come_through_a_process_as_they_were() {
        OverloadClient.Job job =
                new OverloadClient.Job(8_080, OverloadClient.Task.REJECTION, 10, true, false, true, 42);
        Cost cost = new Cost(1, 2, 3, 4);

        assertThat(OverloadClient.Job.parse(job.arguments().toArray(String[]::new)))
                .isEqualTo(job);
        assertThat(Cost.parse(new String(cost.line(), java.nio.charset.StandardCharsets.US_ASCII)))
                .isEqualTo(cost);
    }

    @Test
    void classes_are_as_rare_as_they_matter() {
        Story story = Story.of(1, new Story.Phase(10_000, 2));

        for (Priority priority : Priority.all()) {
            double share = (double) story.classes().stream()
                            .filter(each -> each == priority)
                            .count()
                    / story.size();
            assertThat(share)
                    .as(priority.name().toLowerCase(Locale.ROOT))
                    .isCloseTo(List.of(0.05, 0.15, 0.5, 0.3).get(priority.ordinal()), within());
        }
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(0.02);
    }

    private static long ends(Trial trial, End end) {
        return trial.count(end, 0, Long.MAX_VALUE);
    }
}
