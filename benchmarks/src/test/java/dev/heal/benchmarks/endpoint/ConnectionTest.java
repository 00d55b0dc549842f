package dev.heal.benchmarks.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The little of HTTP that the client knows. */
class ConnectionTest {

    @Test
    void one_answer_ends_where_the_next_begins() throws Exception {
        ByteArrayInputStream in = bytes("HTTP/1.1 200 \r\nContent-Type: text/plain\r\ncontent-length: 5\r\n\r\nhello"
                + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        assertThat(Connection.answer(in)).isEqualTo("hello");
        assertThat(Connection.answer(in)).isEmpty();
        assertThat(in.available()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 503 ;Content-Length: 0;;        | answered \"HTTP/1.1 503 \"",
                "HTTP/1.1 200 ;Transfer-Encoding: chunked;; | answered \"HTTP/1.1 200 \" without a length",
                "HTTP/1.1 200 ;Content-Length: 9;;hello   | the answer ended after 5 of 9 bytes",
                "HTTP/1.1 200 ;Content-Le                 | the connection was closed in the middle of an answer",
            })
    void what_is_no_answer_is_an_error(String answer, String message) {
        assertThatThrownBy(() -> Connection.answer(bytes(answer.replace(";", "\r\n"))))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void what_the_server_has_cost_comes_over_as_it_was() {
        ServerFigures figures = ServerFigures.now();

        assertThat(ServerFigures.parse(figures.line() + "\n")).isEqualTo(figures);
        assertThatThrownBy(() -> ServerFigures.parse("404")).hasMessage("not what the server has cost: \"404\"");
    }

    @Test
    void the_clients_job_comes_through_a_process_as_it_was() {
        EndpointClient.Job job = new EndpointClient.Job(8_080, 500, 5, 8);

        assertThat(EndpointClient.Job.parse(job.arguments().toArray(String[]::new)))
                .isEqualTo(job);
        assertThatThrownBy(() -> EndpointClient.Job.parse("8080"))
                .hasMessage("needs port, requests a second, warm-up and seconds, not \"8080\"");
        assertThatThrownBy(() -> new EndpointClient.Job(8_080, 0, 5, 8)).hasMessageContaining("above 0 are needed");
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
