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

    @ParameterizedTest(name = "of {0} threads {1} wait and {2} work")
    @CsvSource({"200, 50, 140", "20, 5, 14", "4, 1, 2", "2, 0, 1", "1, 0, 1"})
    void of_tomcat(int threads, int wait, int work) {
        ShedderSettings settings =
                settings(new MockEnvironment().withProperty("server.tomcat.threads.max", String.valueOf(threads)));

        assertThat(settings.waitingRoom()).isEqualTo(wait);
        assertThat(settings.maxConcurrency()).isEqualTo(work);
    }

    @Test
    void of_a_server_that_nobody_says_anything_of() {
        assertThat(settings(new MockEnvironment()).waitingRoom()).isEqualTo(50);
        assertThat(settings(new MockEnvironment().withProperty("server.jetty.threads.max", "40"))
                        .waitingRoom())
                .isEqualTo(10);
    }

    @ParameterizedTest(name = "of 200 threads with {0} written: {1} wait and {2} work")
    @CsvSource(
            delimiter = '|',
            value = {
                "waiting-room: 100                       | 100 | 90",
                "max-concurrency: 180                    | 10  | 180",
                "max-concurrency: 195                    | 0   | 195",
                "max-concurrency: 100                    | 50  | 100",
                "{ waiting-room: 20, max-concurrency: 170 } | 20  | 170",
            })
    void what_is_written_holds_and_the_other_shrinks(String yaml, int wait, int work) {
        WebShedding written = Written.web(yaml);
        ServerThreads threads = ServerThreads.ofServlets(new MockEnvironment());

        assertThat(threads.leaveNone(written)).isFalse();
        assertThat(threads.settings(written).waitingRoom()).isEqualTo(wait);
        assertThat(threads.settings(written).maxConcurrency()).isEqualTo(work);
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
        assertThat(threads.settings(written).waitingRoom()).isEqualTo(50);
        assertThat(threads.settings(written).maxConcurrency()).isEqualTo(140);
        assertThat(ServerThreads.none().leaveNone(written)).isFalse();
    }

    @Test
    void where_none_is_held_the_room_is_large() {
        assertThat(ServerThreads.none().settings(WebShedding.DEFAULT).waitingRoom())
                .isEqualTo(ShedderSettings.DEFAULT.waitingRoom());
    }
}
