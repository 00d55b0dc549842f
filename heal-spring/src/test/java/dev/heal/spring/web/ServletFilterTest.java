package dev.heal.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.ShedderSettings;
import dev.heal.spring.binding.WebShedding;
import dev.heal.time.ManualClock;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@DisplayName("The servlet filter lets a request in once and out once")
class ServletFilterTest {

    private final ManualClock clock = new ManualClock();
    private final LoadShedder shedder =
            LoadShedder.of("web", ShedderSettings.DEFAULT.maxConcurrency(1).waitingRoom(0), clock);
    private final LoadShedderServletFilter filter = filter(Written.web("{}"));
    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/page");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private LoadShedderServletFilter filter(WebShedding written) {
        return new LoadShedderServletFilter(
                shedder, new Requests(written, PathPriorities.of(written, List.of()), clock));
    }

    private int underWay() {
        return shedder.admission().underWay();
    }

    @Test
    void an_exception_of_the_application_passes_and_the_request_has_left() {
        assertThatThrownBy(() -> filter.doFilter(request, response, (asked, answer) -> {
                    assertThat(underWay()).isEqualTo(1);
                    throw new ServletException("broken");
                }))
                .isInstanceOf(ServletException.class);

        assertThat(underWay()).isZero();
    }

    @Test
    void a_dispatch_of_what_is_let_in_already_passes() throws Exception {
        for (DispatcherType type : List.of(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD)) {
            request.setDispatcherType(type);
            filter.doFilter(
                    request, response, (asked, answer) -> assertThat(underWay()).isZero());
        }
    }

    @Test
    void a_second_filter_leaves_it_alone() throws Exception {
        AtomicInteger served = new AtomicInteger();

        filter.doFilter(
                request,
                response,
                (asked, answer) -> filter(Written.web("{}"))
                        .doFilter(asked, answer, (again, same) -> served.addAndGet(underWay())));

        assertThat(served).hasValue(1);
        assertThat(underWay()).isZero();
    }

    @Test
    void one_that_goes_on_without_its_thread_is_under_way_until_it_is_complete() throws Exception {
        request.setAsyncSupported(true);
        filter.doFilter(request, response, (asked, answer) -> asked.startAsync());
        assertThat(underWay()).isEqualTo(1);

        MockAsyncContext async = (MockAsyncContext) request.getAsyncContext();
        var listeners = List.copyOf(async.getListeners());
        AsyncEvent event = new AsyncEvent(async);
        for (var listener : listeners) {
            listener.onTimeout(event);
            listener.onError(event);
            assertThat(underWay()).isEqualTo(1);
            listener.onStartAsync(event);
            listener.onComplete(event);
            listener.onComplete(event);
        }

        assertThat(async.getListeners()).hasSizeGreaterThan(listeners.size());
        assertThat(underWay()).isZero();
    }

    @Test
    void while_some_are_turned_away_the_others_hear_of_it_too() throws Exception {
        shedder.activate(Priority.HIGH);
        request.setRequestURI("/page");
        MockHttpServletResponse rejection = new MockHttpServletResponse();

        filter.doFilter(request, rejection, new MockFilterChain());
        clock.advance(Duration.ofMillis(100));
        filter(Written.web("default-priority: high"))
                .doFilter(new MockHttpServletRequest("GET", "/page"), response, new MockFilterChain());

        assertThat(rejection.getStatus()).isEqualTo(503);
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getHeader(CutOff.HEADER)).isEqualTo("normal;share=0.00");
    }

    @Test
    void in_ordinary_times_nobody_hears_anything() throws Exception {
        filter.doFilter(request, response, new MockFilterChain());

        assertThat(response.getHeaderNames()).isEmpty();
    }

    @Test
    void what_breaks_in_the_shedder_lets_the_request_through() throws IOException, ServletException {
        MockHttpServletRequest broken = new MockHttpServletRequest("GET", "/page") {
            @Override
            public String getHeader(String name) {
                throw new IllegalStateException("broken");
            }
        };
        MockFilterChain chain = new MockFilterChain();

        filter.doFilter(broken, response, chain);

        assertThat(chain.getRequest()).isSameAs(broken);
        assertThat(underWay()).isZero();
    }
}
