package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.ShedderSettings;
import dev.heal.spring.binding.WebShedding;
import dev.heal.spring.web.Written;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

@DisplayName("Some threads are always left to turn requests away with")
class ServerThreadsTest {

    private static ShedderSettings settings(MockEnvironment environment) {
        return ServerThreads.ofServlets(environment).settings(WebShedding.DEFAULT);
    }

    @ParameterizedTest(name = "of {0} threads {1} work at most, and {2} are held by those and the waiting")
    @CsvSource({"200, 140, 190", "20, 14, 19", "4, 2, 3", "3, 1, 2", "2, 1, 1", "1, 1, 1"})
    void of_tomcat(int threads, int work, int held) {
        ShedderSettings settings =
                settings(new MockEnvironment().withProperty("server.tomcat.threads.max", String.valueOf(threads)));

        assertThat(settings.maxConcurrency()).isEqualTo(work);
        assertThat(settings.maxHeld()).isEqualTo(held);
        assertThat(settings.waitingRoom()).as("all but one that works").isEqualTo(held - 1);
    }

    @Test
    void of_a_server_that_nobody_says_anything_of() {
        assertThat(settings(new MockEnvironment()).maxHeld()).isEqualTo(190);
        assertThat(settings(new MockEnvironment().withProperty("server.jetty.threads.max", "40"))
                        .maxHeld())
                .isEqualTo(38);
    }

    @ParameterizedTest(name = "of 200 threads with {0} written: {1} wait and {2} work at most, together {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "waiting-room: 100                          | 100 | 90  | 190",
                "waiting-room: 0                            | 0   | 190 | 190",
                "max-concurrency: 180                       | 189 | 180 | 190",
                "max-concurrency: 195                       | 194 | 195 | 195",
                "max-concurrency: 100                       | 189 | 100 | 190",
                "{ waiting-room: 20, max-concurrency: 170 } | 20  | 170 | 190",
                "{ waiting-room: 20, max-concurrency: 175 } | 20  | 175 | 195",
            })
    void what_is_written_holds_and_the_other_shrinks(String yaml, int wait, int work, int held) {
        WebShedding written = Written.web(yaml);
        ServerThreads threads = ServerThreads.ofServlets(new MockEnvironment());

        assertThat(threads.leaveNone(written)).isFalse();
        assertThat(threads.settings(written).waitingRoom()).isEqualTo(wait);
        assertThat(threads.settings(written).maxConcurrency()).isEqualTo(work);
        assertThat(threads.settings(written).maxHeld()).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "waiting-room: 200",
                "waiting-room: 190",
                "max-concurrency: 200",
                "{ waiting-room: 50, max-concurrency: 180 }"
            })
    void where_no_thread_is_left_the_usual_numbers_hold(String yaml) {
        WebShedding written = Written.web(yaml);
        ServerThreads threads = ServerThreads.ofServlets(new MockEnvironment());

        assertThat(threads.leaveNone(written)).isTrue();
        assertThat(threads.settings(written)).isEqualTo(threads.settings(WebShedding.DEFAULT));
        assertThat(ServerThreads.none().leaveNone(written)).isFalse();
    }

    @Test
    void where_none_is_held_the_room_is_large() {
        assertThat(ServerThreads.none().settings(WebShedding.DEFAULT)).isEqualTo(ShedderSettings.DEFAULT);
    }
}
