package dev.heal.spring.web;

import static dev.heal.admission.Priority.BULK;
import static dev.heal.admission.Priority.CRITICAL;
import static dev.heal.admission.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.admission.Request;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.PathContainer;

@DisplayName("What the load shedder gets to know of a request")
class RequestsTest {

    private static final String TRUSTING = """
            priority-header: X-Priority
            user-header: X-Tenant
            trusted-from: [10.0.0.0/8]
            paths: { bulk: /export }
            """;

    private final ManualClock clock = new ManualClock();

    /** A request for a path, from an address. */
    record Sent(String at, String from, String peer, Map<String, String> headers) implements Incoming {

        Sent(String at, String from, Map<String, String> headers) {
            this(at, from, from, headers);
        }

        @Override
        public Object source() {
            return this;
        }

        @Override
        public PathContainer path() {
            return PathContainer.parsePath(at);
        }

        @Override
        public String method() {
            return headers.getOrDefault("method", "GET");
        }

        @Override
        public @Nullable String header(String name) {
            return headers.get(name);
        }

        @Override
        public String remoteAddress() {
            return from;
        }

        @Override
        public String peerAddress() {
            return peer;
        }

        @Override
        public String principal() {
            return "ada";
        }
    }

    private @Nullable Request read(String yaml, Sent sent) {
        var written = Written.web(yaml);
        return new Requests(written, PathPriorities.of(written, List.of("/actuator/**")), clock).read(sent);
    }

    private static Sent export(String from, String header, String value) {
        return new Sent("/export", from, Map.of(header, value));
    }

    @Test
    void a_header_names_the_class_before_all_else_where_it_is_believed() {
        assertThat(read(TRUSTING, export("10.1.2.3", "X-Priority", "critical"))).isEqualTo(Request.of(CRITICAL));
        assertThat(read(TRUSTING, export("10.1.2.3", "X-Priority", "urgent"))).isEqualTo(Request.of(BULK));
    }

    @Test
    void a_header_from_anywhere_else_says_nothing() {
        assertThat(read(TRUSTING, export("8.8.8.8", "X-Priority", "critical"))).isEqualTo(Request.of(BULK));
        assertThat(read(TRUSTING, export("8.8.8.8", "X-Tenant", "acme"))).isEqualTo(Request.of(BULK));
    }

    @Test
    void it_is_the_peer_who_is_believed_and_not_whom_a_header_names() {
        Map<String, String> claim = Map.of("X-Priority", "critical");

        assertThat(read(TRUSTING, new Sent("/export", "10.0.0.1", "8.8.8.8", claim)))
                .isEqualTo(Request.of(BULK));
        assertThat(read(TRUSTING, new Sent("/export", "8.8.8.8", "10.0.0.1", claim)))
                .isEqualTo(Request.of(CRITICAL));
    }

    @Test
    void where_no_peer_is_known_only_any_is_believed() {
        Sent claim = export("10.1.2.3", "X-Priority", "critical");
        for (String from : List.of("10.0.0.0/8", "any")) {
            var written = Written.web(TRUSTING.replace("10.0.0.0/8", from));
            Requests requests = new Requests(written, PathPriorities.of(written, List.of()), clock, false);

            assertThat(requests.read(claim)).isEqualTo(Request.of(from.equals("any") ? CRITICAL : BULK));
        }
    }

    @Test
    void what_is_exempt_keeps_its_class_for_what_is_done_for_it() {
        var written = Written.web(TRUSTING + "exempt: [/export]\n");
        Requests requests = new Requests(written, PathPriorities.of(written, List.of("/actuator/**")), clock);

        assertThat(requests.read(new Sent("/export", "8.8.8.8", Map.of()))).isNull();
        assertThat(requests.ofExempt(new Sent("/export", "8.8.8.8", Map.of()))).isEqualTo(BULK);
        assertThat(requests.ofExempt(new Sent("/actuator/info", "8.8.8.8", Map.of())))
                .isEqualTo(CRITICAL);
    }

    @Test
    void no_header_is_believed_unless_somebody_has_written_so() {
        assertThat(read("active: always", export("127.0.0.1", "X-Priority", "critical")))
                .isEqualTo(Request.of(NORMAL));
    }

    @Test
    void the_user_is_the_believed_header_else_what_is_written() {
        String byAddress = TRUSTING + "user: remote-address\n";

        assertThat(read(TRUSTING, export("10.1.2.3", "X-Tenant", "acme")))
                .isEqualTo(Request.of(BULK).user("acme"));
        assertThat(read(byAddress, export("8.8.8.8", "X-Tenant", "acme")))
                .isEqualTo(Request.of(BULK).user("8.8.8.8"));
        assertThat(read("user: principal", export("8.8.8.8", "X-Tenant", "acme")))
                .isEqualTo(Request.of(NORMAL).user("ada"));
    }

    @Test
    void a_client_says_how_long_it_waits() {
        assertThat(read("{}", export("8.8.8.8", "Heal-Timeout", "250")))
                .isEqualTo(Request.of(NORMAL).within(Duration.ofMillis(250), clock.nanos()));
        assertThat(read("{}", export("8.8.8.8", "Heal-Timeout", "999999999")))
                .isEqualTo(Request.of(NORMAL).within(Duration.ofHours(1), clock.nanos()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e3", "250ms", "9999999999", "٣"})
    void what_is_no_number_of_milliseconds_says_nothing(String patience) {
        assertThat(read("{}", export("8.8.8.8", "Heal-Timeout", patience))).isEqualTo(Request.of(NORMAL));
    }

    @Test
    void what_is_exempt_is_not_asked_about() {
        assertThat(read("{}", new Sent("/actuator/health/liveness", "8.8.8.8", Map.of())))
                .isNull();
    }
}
