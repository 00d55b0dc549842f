package dev.heal.spring.web;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.spring.RequestPriority;
import dev.heal.spring.client.BackpressureClientHttpRequestInterceptor;
import dev.heal.spring.client.ClientSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import reactor.core.publisher.Mono;

/** A running application behind a load shedder that lets one request in and has one wait; its pages answer once they may. */
final class WebApp implements AutoCloseable {

    private static final String SECURITY = "org.springframework.boot.security.autoconfigure.";
    private static final List<String> PROPERTIES = List.of(
            "server.port=0",
            "server.address=127.0.0.1",
            "spring.main.banner-mode=off",
            "spring.jmx.enabled=false",
            "logging.level.root=WARN",
            "management.endpoints.web.exposure.include=health",
            "management.endpoint.health.probes.enabled=true",
            "management.health.defaults.enabled=false",
            "heal.load-shedding.web.active=always",
            "heal.load-shedding.web.max-concurrency=1",
            "heal.load-shedding.web.waiting-room=1",
            "heal.load-shedding.web.max-wait=30s",
            "heal.load-shedding.web.paths.bulk=/export/**",
            "spring.autoconfigure.exclude="
                    + String.join(
                            ",",
                            SECURITY + "SecurityAutoConfiguration",
                            SECURITY + "UserDetailsServiceAutoConfiguration",
                            SECURITY + "ReactiveUserDetailsServiceAutoConfiguration",
                            SECURITY + "web.servlet.SecurityFilterAutoConfiguration",
                            SECURITY + "web.servlet.ServletWebSecurityAutoConfiguration",
                            SECURITY + "web.reactive.ReactiveWebSecurityAutoConfiguration",
                            SECURITY + "actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
                            SECURITY + "actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration"));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext context;
    private final Gate gate;

    private WebApp(ConfigurableApplicationContext context) {
        this.context = context;
        this.gate = context.getBean(Gate.class);
    }

    static WebApp servlet(String... more) {
        return start("servlet", Pages.class, Stock.class, more);
    }

    /** @param with of the application besides */
    static WebApp servletWith(Class<?> with, String... more) {
        return start("servlet", Pages.class, with, more);
    }

    static WebApp reactive(String... more) {
        return start("reactive", ReactivePages.class, Stock.class, more);
    }

    private static WebApp start(String type, Class<?> pages, Class<?> with, String... more) {
        List<String> properties = new ArrayList<>(PROPERTIES);
        properties.add("spring.main.web-application-type=" + type);
        properties.addAll(List.of(more));
        return new WebApp(new SpringApplicationBuilder(App.class, pages, with)
                .properties(properties.toArray(String[]::new))
                .run());
    }

    LoadShedder shedder() {
        return context.getBean("webLoadShedder", LoadShedder.class);
    }

    int inside() {
        return gate.inside.get();
    }

    @Nullable
    Priority lastServed() {
        return gate.served;
    }

    /** From now on pages answer only once {@link #open} is called. */
    void shut() {
        gate.opened = new CompletableFuture<>();
    }

    void open() {
        gate.opened.complete("done");
    }

    CompletableFuture<HttpResponse<String>> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    CompletableFuture<HttpResponse<String>> post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    /** The status of the answer to a path that no decent client would send. */
    String status(String path) throws IOException {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(10_000);
            String request = "GET " + path + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.US_ASCII).split(" ", 3)[1];
        }
    }

    private CompletableFuture<HttpResponse<String>> send(String method, String path, String body, String... headers) {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        open();
        context.close();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    @Import({Gate.class, Handled.class})
    static class App {}

    private static final LoadShedException ELSEWHERE =
            new LoadShedException("stock", Priority.NORMAL, Duration.ofMillis(1500), new CutOff(2.35));

    /** Has an answer of its own to what is turned away elsewhere. */
    @RestController
    static class Handled {

        @GetMapping("/withheld/handled")
        String withheld() {
            throw ELSEWHERE;
        }

        @ExceptionHandler
        @ResponseStatus(HttpStatus.I_AM_A_TEAPOT)
        void handled(LoadShedException own) {}
    }

    /** What the pages wait for. */
    static class Gate {

        final AtomicInteger inside = new AtomicInteger();
        volatile CompletableFuture<String> opened = CompletableFuture.completedFuture("done");
        volatile @Nullable Priority served;
    }

    /** Calls a page of its own by the interceptor, and answers with the class that was told there. */
    private static String told(String at) {
        return RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .requestInterceptor(BackpressureClientHttpRequestInterceptor.of(
                        ClientSettings.DEFAULT.priorityHeader("Heal-Priority")))
                .build()
                .get()
                .uri(at)
                .retrieve()
                .body(String.class);
    }

    @RestController
    static class Pages {

        @Bean
        static ServletRegistrationBean<PrefixesTest.Legacy> legacy() {
            return new ServletRegistrationBean<>(new PrefixesTest.Legacy(), "/legacy/*", "/livez");
        }

        private final Gate gate;

        Pages(Gate gate) {
            this.gate = gate;
        }

        @GetMapping("/checkout")
        @RequestPriority(Priority.CRITICAL)
        String checkout() {
            return work();
        }

        @GetMapping({"/export/all", "/page"})
        String page() {
            return work();
        }

        @GetMapping("/forward")
        @RequestPriority(Priority.HIGH)
        String forward(@RequestParam String to) {
            return told(to);
        }

        @GetMapping("/later")
        CompletableFuture<String> later() {
            gate.inside.incrementAndGet();
            return gate.opened.whenComplete((done, failure) -> gate.inside.decrementAndGet());
        }

        @GetMapping("/broken")
        String broken() {
            throw new IllegalStateException("broken, as it is meant to be");
        }

        @GetMapping("/withheld")
        String withheld() {
            throw new IllegalStateException("no stock", ELSEWHERE);
        }

        private String work() {
            gate.inside.incrementAndGet();
            gate.served = ServedPriority.current();
            try {
                return gate.opened.join();
            } finally {
                gate.inside.decrementAndGet();
            }
        }
    }

    @RestController
    static class ReactivePages {

        private final Gate gate;

        ReactivePages(Gate gate) {
            this.gate = gate;
        }

        @GetMapping("/checkout")
        @RequestPriority(Priority.CRITICAL)
        Mono<String> checkout() {
            return work();
        }

        @GetMapping({"/export/all", "/page", "/later"})
        Mono<String> page() {
            return work();
        }

        @GetMapping("/broken")
        Mono<String> broken() {
            return Mono.error(new IllegalStateException("broken, as it is meant to be"));
        }

        @GetMapping("/withheld")
        String withheld() {
            throw new IllegalStateException("no stock", ELSEWHERE);
        }

        private Mono<String> work() {
            return Mono.deferContextual(context -> {
                gate.inside.incrementAndGet();
                gate.served = context.<Priority>getOrEmpty(ServedPriority.KEY).orElse(null);
                return Mono.fromFuture(() -> gate.opened, true).doFinally(signal -> gate.inside.decrementAndGet());
            });
        }
    }
}
