package dev.heal.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.ShedderSettings;
import dev.heal.spring.binding.WebShedding;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Test
    void where_none_is_held_the_room_is_large() {
        assertThat(ServerThreads.none().settings(WebShedding.DEFAULT).waitingRoom())
                .isEqualTo(ShedderSettings.DEFAULT.waitingRoom());
    }
}
