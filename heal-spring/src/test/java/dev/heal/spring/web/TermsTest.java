package dev.heal.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.web.Terms.Fit;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.accept.ContentNegotiationManager;
import org.springframework.web.accept.DefaultApiVersionStrategy;
import org.springframework.web.accept.SemanticApiVersionParser;
import org.springframework.web.reactive.result.condition.HeadersRequestCondition;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.condition.ParamsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo.BuilderConfiguration;

@DisplayName("What a handler wants of a request is asked without touching the request")
class TermsTest {

    /** A request of either stack. */
    private record Of(Object source) implements Incoming {
        @Override
        public PathContainer path() {
            return PathContainer.parsePath("/x");
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String header(String name) {
            return "";
        }

        @Override
        public String remoteAddress() {
            return "8.8.8.8";
        }

        @Override
        public String peerAddress() {
            return "8.8.8.8";
        }

        @Override
        public String principal() {
            return "ada";
        }
    }

    private static Of head(HttpServletRequest request) {
        return new Of(new RequestHead(request));
    }

    private static org.springframework.web.servlet.mvc.method.RequestMappingInfo.Builder servlet() {
        BuilderConfiguration options = new BuilderConfiguration();
        options.setApiVersionStrategy(new DefaultApiVersionStrategy(
                List.of(request -> request.getHeader("X-V")),
                new SemanticApiVersionParser(),
                false,
                null,
                true,
                null,
                null));
        return org.springframework.web.servlet.mvc.method.RequestMappingInfo.paths("/x")
                .options(options);
    }

    private static MockHttpServletRequest request(String query) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/x");
        request.setQueryString(query);
        return request;
    }

    private static Fit fit(
            org.springframework.web.servlet.mvc.method.RequestMappingInfo.Builder mapped, HttpServletRequest request) {
        return new ServletTerms(mapped.build()).fit(head(request));
    }

    @Test
    void what_is_in_the_head_is_known_before_servlets() {
        assertThat(fit(servlet(), request(null))).isEqualTo(Fit.YES);
        assertThat(fit(servlet().params("kind=a b"), request("x=1&kind=a%20b"))).isEqualTo(Fit.YES);
        assertThat(fit(servlet().params("kind=a b"), request("kind=a+b&kind"))).isEqualTo(Fit.YES);
        assertThat(fit(servlet().params("!kind"), request("kind"))).isEqualTo(Fit.NO);
        assertThat(fit(servlet().headers("X-V"), request(null))).isEqualTo(Fit.NO);
    }

    @Test
    void what_is_not_is_unknown_before_servlets() {
        MockHttpServletRequest form = request(null);
        form.setContentType("Multipart/Form-Data; boundary=x");

        assertThat(fit(servlet().params("kind"), form)).isEqualTo(Fit.UNKNOWN);
        assertThat(fit(servlet().headers("X-V"), form))
                .as("no parameter matters")
                .isEqualTo(Fit.NO);
        assertThat(fit(servlet().params("kind"), request("kind=%zz"))).isEqualTo(Fit.UNKNOWN);
        assertThat(fit(servlet().produces("text/csv"), accepting("text/plain", "kind=%zz")))
                .as("no parameter matters")
                .isEqualTo(Fit.NO);
        assertThat(fit(servlet().version("1.0"), request(null))).isEqualTo(Fit.UNKNOWN);
        assertThat(fit(servlet().customCondition(new ParamsRequestCondition("tenant")), request("tenant")))
                .isEqualTo(Fit.UNKNOWN);
    }

    @Test
    void a_form_that_is_not_posted_brings_no_body() {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "TRACE")) {
            assertThat(fit(servlet().params("kind"), form(method, "application/x-www-form-urlencoded")))
                    .as(method)
                    .isEqualTo(Fit.NO);
        }
        assertThat(fit(servlet().params("kind"), form("PUT", "application/x-www-form-urlencoded")))
                .isEqualTo(Fit.UNKNOWN);
        assertThat(fit(servlet().params("kind"), form("GET", "multipart/form-data; boundary=x")))
                .isEqualTo(Fit.UNKNOWN);
    }

    private static MockHttpServletRequest form(String method, String type) {
        MockHttpServletRequest form = request(null);
        form.setMethod(method);
        form.setContentType(type);
        return form;
    }

    private static MockHttpServletRequest accepting(String type, @Nullable String query) {
        MockHttpServletRequest request = request(query);
        request.addHeader("Accept", type);
        return request;
    }

    @Test
    void what_throws_there_decides_nothing_between_two() {
        BuilderConfiguration options = new BuilderConfiguration();
        options.setContentNegotiationManager(new ContentNegotiationManager(request -> {
            throw new IllegalStateException("broken");
        }));
        ServletTerms servlet =
                new ServletTerms(org.springframework.web.servlet.mvc.method.RequestMappingInfo.paths("/x")
                        .produces("text/csv")
                        .options(options)
                        .build());
        RequestMappingInfo.BuilderConfiguration reactiveOptions = new RequestMappingInfo.BuilderConfiguration();
        reactiveOptions.setContentTypeResolver(exchange -> {
            throw new IllegalStateException("broken");
        });
        ReactiveTerms reactive = new ReactiveTerms(RequestMappingInfo.paths("/x")
                .produces("text/csv")
                .options(reactiveOptions)
                .build());

        assertThat(servlet.compare(servlet, head(request(null)))).isZero();
        assertThat(reactive.compare(reactive, new Of(MockServerWebExchange.from(MockServerHttpRequest.get("/x")))))
                .isZero();
    }

    @Test
    void a_servlets_request_is_as_it_was() {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/x") {
            @Override
            public String getParameter(String name) {
                throw new IllegalStateException("the body has been asked for " + name);
            }

            @Override
            public java.util.Map<String, String[]> getParameterMap() {
                throw new IllegalStateException("the body has been asked for");
            }
        };
        request.setQueryString("kind");
        request.addHeader("Accept", "text/csv");
        Set<String> before = Set.copyOf(Collections.list(request.getAttributeNames()));

        assertThat(fit(servlet().params("kind").produces("text/csv", "text/plain"), request))
                .isEqualTo(Fit.YES);
        assertThat(new ServletTerms(servlet().produces("text/csv").build())
                        .compare(new ServletTerms(servlet().produces("text/*").build()), head(request)))
                .isNegative();

        assertThat(Collections.list(request.getAttributeNames())).hasSameElementsAs(before);
    }

    @Test
    void before_webflux_it_is_the_same() {
        MockServerWebExchange exchange =
                MockServerWebExchange.from(MockServerHttpRequest.get("/x?kind").header("Accept", "text/csv"));
        Set<String> before = Set.copyOf(exchange.getAttributes().keySet());

        assertThat(fit(RequestMappingInfo.paths("/x").params("kind").produces("text/csv"), exchange))
                .isEqualTo(Fit.YES);
        assertThat(fit(RequestMappingInfo.paths("/x").produces("text/plain"), exchange))
                .isEqualTo(Fit.NO);
        assertThat(fit(RequestMappingInfo.paths("/x").customCondition(new HeadersRequestCondition("Accept")), exchange))
                .isEqualTo(Fit.UNKNOWN);
        assertThat(new ReactiveTerms(RequestMappingInfo.paths("/x")
                                .produces("text/csv")
                                .build())
                        .compare(
                                new ReactiveTerms(RequestMappingInfo.paths("/x")
                                        .produces("text/*")
                                        .build()),
                                new Of(exchange)))
                .isNegative();

        assertThat(exchange.getAttributes().keySet()).isEqualTo(before);
    }

    private static Fit fit(RequestMappingInfo.Builder mapped, MockServerWebExchange exchange) {
        return new ReactiveTerms(mapped.build()).fit(new Of(exchange));
    }
}
