package dev.heal.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
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
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.util.pattern.PathPatternParser;

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
    void the_answer_tells_of_the_moment_it_is_given() throws Exception {
        filter.doFilter(request, response, (asked, answer) -> {
            shedder.activate(Priority.HIGH);
            refused();
            clock.advance(Duration.ofMillis(100));
        });

        assertThat(response.getHeader(CutOff.HEADER)).isEqualTo(shedder.cutOff().text());
        assertThat(shedder.cutOff().isNone()).isFalse();
    }

    @Test
    void what_the_application_says_itself_is_left() throws Exception {
        shedder.activate(Priority.HIGH);
        filter(Written.web("default-priority: high"))
                .doFilter(request, response, (asked, answer) -> response.setHeader(CutOff.HEADER, "bulk;share=0.50"));

        assertThat(response.getHeader(CutOff.HEADER)).isEqualTo("bulk;share=0.50");
    }

    private void refused() throws IOException, ServletException {
        filter.doFilter(
                new MockHttpServletRequest("GET", "/page"), new MockHttpServletResponse(), new MockFilterChain());
    }

    @Test
    void no_forwarded_address_speaks_for_the_peer() throws Exception {
        LoadShedderServletFilter trusting =
                filter(Written.web("{ priority-header: X-P, trusted-from: 10.0.0.0/8, default-priority: bulk }"));
        AtomicReference<Priority> served = new AtomicReference<>();
        request.setRemoteAddr("8.8.8.8");
        request.addHeader("X-Forwarded-For", "10.0.0.1");
        request.addHeader("X-P", "critical");

        new ForwardedHeaderFilter()
                .doFilter(
                        request,
                        response,
                        (asked, answer) -> trusting.doFilter(asked, answer, (innermost, same) -> {
                            assertThat(innermost.getRemoteAddr()).isEqualTo("10.0.0.1");
                            served.set(ServedPriority.current());
                        }));

        assertThat(served).hasValue(Priority.BULK);
    }

    @Test
    void a_shedder_that_throws_lets_the_request_through() throws Exception {
        LoadShedder ofPool = LoadShedder.before("pool", Runnable::run, ShedderSettings.DEFAULT, clock);
        WebShedding written = Written.web("{}");
        MockFilterChain chain = new MockFilterChain();

        new LoadShedderServletFilter(ofPool, new Requests(written, PathPriorities.of(written, List.of()), clock))
                .doFilter(request, response, chain);

        assertThat(chain.getRequest()).isSameAs(request);
        assertThat(response.getStatus()).isEqualTo(200);
    }

    @Test
    void a_log_that_throws_is_nobodys_trouble() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(LoadShedder.class);
        AppenderBase<ILoggingEvent> full = new AppenderBase<>() {
            @Override
            public synchronized void doAppend(ILoggingEvent event) {
                throw new IllegalStateException("the disk is full");
            }

            @Override
            protected void append(ILoggingEvent event) {}
        };
        log.addAppender(full);
        try {
            shedder.activate(Priority.HIGH);
            filter.doFilter(request, response, new MockFilterChain());
        } finally {
            log.detachAppender(full);
        }

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isNotNull();
    }

    @Test
    void however_many_handlers_may_be_meant_the_head_is_read_once() throws Exception {
        AtomicInteger accepts = new AtomicInteger();
        AtomicInteger queries = new AtomicInteger();
        MockHttpServletRequest counted = new MockHttpServletRequest("GET", "/prices") {
            @Override
            public Enumeration<String> getHeaders(String name) {
                accepts.addAndGet("Accept".equals(name) ? 1 : 0);
                return super.getHeaders(name);
            }

            @Override
            public @Nullable String getQueryString() {
                queries.incrementAndGet();
                return super.getQueryString();
            }
        };
        counted.addHeader("Accept", "text/*");
        counted.setQueryString("x=%20");
        WebShedding written = Written.web("{}");
        PathPriorities paths = PathPriorities.of(written, List.of());
        paths.handlers(List.of(
                prices("text/csv", Priority.BULK), prices("text/plain", Priority.HIGH), prices("text/html", null)));
        LoadShedderServletFilter asking = new LoadShedderServletFilter(shedder, new Requests(written, paths, clock));

        asking.doFilter(counted, response, new MockFilterChain());

        assertThat(accepts).hasValue(1);
        assertThat(queries).as("nobody asks for a parameter").hasValue(0);
    }

    private static PathPriorities.Handler prices(String produced, @Nullable Priority priority) {
        RequestMappingInfo mapped =
                RequestMappingInfo.paths("/prices").produces(produced).build();
        return new PathPriorities.Handler(
                PathPatternParser.defaultInstance.parse("/prices"), Set.of(), priority, new ServletTerms(mapped));
    }

    @Test
    void what_breaks_while_the_request_is_read_lets_the_request_through() throws IOException, ServletException {
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
