package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.binding.AccessSettings;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@DisplayName("The door stands before heal alone, whatever else breaks")
class DoorTest {

    @Test
    void pathsThatAreNotKnownCostTheApplicationNothing() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Door door = new Door(AccessSettings.DEFAULT, () -> {
            asked.incrementAndGet();
            throw new IllegalStateException("no endpoints today");
        });

        MockFilterChain chain = new MockFilterChain();
        new HealServletFilter(door)
                .doFilter(new MockHttpServletRequest("POST", "/orders"), new MockHttpServletResponse(), chain);

        assertThat(chain.getRequest()).isNotNull();
        assertThat(door.isBefore("/actuator/heal")).isTrue();
        assertThat(door.isBefore("/actuator/incidents/x")).isTrue();
        assertThat(asked).as("it is not tried at each request").hasValue(1);
    }

    @ParameterizedTest(name = "{0} without Host, for {1}")
    @CsvSource({
        "HTTP/2.0, localhost, 200",
        "HTTP/2.0, evil.example, 403",
        "HTTP/1.1, localhost, 403",
        "HTTP/1.0, localhost, 403"
    })
    void whatStandsForTheHostInHttp2Counts(String protocol, String authority, int status) throws Exception {
        Door door = new Door(AccessSettings.DEFAULT, () -> {
            throw new IllegalStateException("the usual paths will do");
        });
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/actuator/heal");
        request.setProtocol(protocol);
        request.setServerName(authority);
        request.setLocalAddr("127.0.0.1");
        MockHttpServletResponse answer = new MockHttpServletResponse();

        new HealServletFilter(door).doFilter(request, answer, new MockFilterChain());

        assertThat(answer.getStatus()).isEqualTo(status);
    }
}
