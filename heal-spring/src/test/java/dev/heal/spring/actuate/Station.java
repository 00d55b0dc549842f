package dev.heal.spring.actuate;

import static dev.heal.detect.Detectors.gauge;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.awaitility.Awaitility.await;

import dev.heal.Heal;
import dev.heal.check.Check;
import dev.heal.incident.Decision;
import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.policy.Approval;
import dev.heal.policy.Mode;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import dev.heal.spring.OwnJournal;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A running application whose pump is broken: a plan waits for a human, and whoever gets an order or a decision through to heal
 * leaves a trace.
 */
final class Station implements AutoCloseable {

    static final String EVIDENCE = "the pressure is gone";
    private static final Set<IncidentEvent.Type> OF_HUMANS = EnumSet.of(
            IncidentEvent.Type.APPROVED,
            IncidentEvent.Type.DISAPPROVED,
            IncidentEvent.Type.ORDERED,
            IncidentEvent.Type.ABORTED,
            IncidentEvent.Type.ACKNOWLEDGED,
            IncidentEvent.Type.COMMENTED,
            IncidentEvent.Type.STARTED);

    private final ConfigurableApplicationContext context;
    private final Heal heal;
    private final String base;
    private final AtomicInteger marks = new AtomicInteger();
    private int seen;

    private Station(ConfigurableApplicationContext context, String base) {
        this.context = context;
        this.heal = context.getBean(Heal.class);
        this.base = base;
        await().pollInterval(ofMillis(5)).until(() -> incident("pump").isPresent());
    }

    static Station start(Layout layout, boolean secured, String... properties) {
        return start(layout, secured, new Class<?>[] {Pump.class}, properties);
    }

    static Station start(Layout layout, boolean secured, Class<?>[] sources, String... properties) {
        List<Class<?>> all = new ArrayList<>(List.of(App.class, Pages.class));
        all.addAll(List.of(sources));
        all.add(secured ? Secured.class : Unsecured.class);
        return start(layout, secured, all, properties);
    }

    static Station startReactive(Layout layout, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("spring.main.web-application-type=reactive");
        return start(layout, true, List.of(App.class, Pump.class, SecuredReactive.class), all.toArray(String[]::new));
    }

    private static Station start(Layout layout, boolean secured, List<Class<?>> all, String... properties) {
        List<String> settings = new ArrayList<>(List.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off",
                "spring.jmx.enabled=false",
                "management.endpoints.web.exposure.include=*",
                "management.endpoint.heal.access=unrestricted",
                "management.endpoint.incidents.access=unrestricted"));
        if (!secured) {
            settings.add("spring.autoconfigure.exclude=" + String.join(",", Unsecured.NOT_THERE));
        }
        settings.addAll(layout.properties());
        settings.addAll(Arrays.asList(properties));
        return new Station(
                new SpringApplicationBuilder(all.toArray(Class<?>[]::new))
                        .properties(settings.toArray(String[]::new))
                        .run(),
                layout.base());
    }

    /** Where the endpoints are. */
    enum Layout {
        SAME_PORT("/actuator"),
        ROOT("", "management.endpoints.web.base-path=/"),
        CUSTOM_PATH("/ops/x", "management.endpoints.web.base-path=/ops/x", "server.servlet.context-path=/shop") {
            @Override
            String base() {
                return "/shop/ops/x";
            }
        },
        OWN_PORT("/actuator", "management.server.port=0", "management.server.address=127.0.0.1"),
        MAPPED(
                "/actuator",
                "management.endpoints.web.path-mapping.heal=sanatorium",
                "management.endpoints.web.path-mapping.incidents=cases",
                "spring.mvc.servlet.path=/mvc") {
            @Override
            String base() {
                return "/mvc/actuator";
            }

            @Override
            String named(String path) {
                return path.replaceFirst("^/heal", "/sanatorium").replaceFirst("^/incidents", "/cases");
            }
        };

        private final String base;
        private final List<String> properties;

        Layout(String base, String... properties) {
            this.base = base;
            this.properties = List.of(properties);
        }

        String base() {
            return base;
        }

        String named(String path) {
            return path;
        }

        List<String> properties() {
            return properties;
        }

        /** {@code /heal} and the like, below the base path. */
        String path(String path) {
            return base() + named(path);
        }
    }

    Heal heal() {
        return heal;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Where the endpoints are. */
    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.management.port"));
    }

    int applicationPort() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    String path(String path) {
        return base + path;
    }

    Incident incident() {
        return incident("pump").orElseThrow();
    }

    Optional<Incident> incident(String target) {
        return heal.incidents().stream()
                .filter(each -> each.target().equals(target))
                .findFirst();
    }

    /** The traces of humans since it was last asked. Decisions are taken up in order, so a comment of our own waits for all. */
    List<String> traces() {
        String mark = "mark " + marks.incrementAndGet();
        heal.decide(incident().id(), Decision.comment("the test", mark));
        await().pollInterval(ofMillis(1))
                .until(() -> incident().events().stream()
                        .anyMatch(event -> event.text().contains(mark)));
        List<IncidentEvent> events = incident().events();
        List<String> fresh = events.subList(seen, events.size()).stream()
                .filter(event ->
                        OF_HUMANS.contains(event.type()) && !event.text().contains(mark))
                .map(event -> event.type() + ": " + event.text())
                .toList();
        seen = events.size();
        return Stream.concat(fresh.stream(), orders()).toList();
    }

    /** At once, without waiting for the loop. */
    Stream<String> orders() {
        return heal.targets().stream()
                .map(heal::status)
                .filter(status ->
                        status.orders().stop() != null || status.orders().mode() != null)
                .map(status -> status.name() + ": " + status.orders());
    }

    void takeBackOrders() {
        heal.release("the test");
        heal.targets().forEach(target -> {
            heal.release(target, "the test");
            heal.mode(target, null, "the test");
        });
        traces();
    }

    @Override
    public void close() {
        context.close();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class App {}

    @Configuration(proxyBeanMethods = false)
    static class Pages {

        @Bean
        OwnPages ownPages() {
            return new OwnPages();
        }
    }

    /** Pages of the application's own whose paths only look like heal's. */
    @RestController
    static class OwnPages {

        @RequestMapping({"/pages/actuator/heal", "/healing", "/pages/{any}/heal"})
        ResponseEntity<String> own() {
            return ResponseEntity.ok("own page");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Pump {

        @Bean
        Heal heal(ObjectProvider<MeterRegistry> meters) {
            Heal.Builder builder = Heal.builder()
                    .journal(OwnJournal.directory())
                    .warmUp(Duration.ZERO)
                    .jitter(Duration.ZERO)
                    .tick(ofMillis(10))
                    .target(
                            "pump",
                            target -> target.detect(
                                            EVIDENCE, gauge(EVIDENCE, () -> 1).above(0.5))
                                    .step(
                                            "prime",
                                            new Prime(null),
                                            step -> step.approval(
                                                    new Approval(ofMinutes(10), Approval.OnExpiry.ESCALATE)))
                                    .mode(Mode.ACT))
                    .target(
                            "boiler",
                            target -> target.detect(
                                            "cold", gauge("cold", () -> 1).above(0.5))
                                    .step("heat", new Prime(null), step -> step.approval(Approval.DEFAULT))
                                    .mode(Mode.ACT))
                    .target(
                            "valve",
                            target -> target.detect(
                                            "leaks", gauge("leaks", () -> 0).above(0.5))
                                    .step("close", new Prime(null))
                                    .mode(Mode.OBSERVE));
            meters.ifAvailable(builder::metrics);
            return builder.build();
        }
    }

    /** Does nothing but say so. */
    record Prime(@Nullable String note) implements Remediation {

        @Override
        public String name() {
            return "prime";
        }

        @Override
        public Risk risk() {
            return Risk.SAFE;
        }

        @Override
        public String plan() {
            return "prime the pump";
        }

        @Override
        public void check(Check check) {}

        @Override
        public Undo apply(RemediationContext remediation) {
            if (note != null) {
                remediation.note(note);
            }
            return Undo.NOTHING;
        }
    }

    /** The weakest that a team would write: everybody gets in, and who logs in is known. So heal's own checks are on trial. */
    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Secured {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(all -> all.anyRequest().permitAll())
                    .csrf(csrf -> csrf.disable())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        /** Compares as it is written: the table asks some ten thousand times. */
        @Bean
        PasswordEncoder passwords() {
            return new PasswordEncoder() {
                @Override
                public String encode(CharSequence raw) {
                    return raw.toString();
                }

                @Override
                public boolean matches(CharSequence raw, String encoded) {
                    return encoded.contentEquals(raw);
                }
            };
        }

        @Bean
        UserDetailsService people(ObjectProvider<Guests> guests) {
            InMemoryUserDetailsManager known = new InMemoryUserDetailsManager(
                    user(Person.STRANGER.login(), "USER"),
                    user(Person.READER.login(), "HEAL_READER"),
                    user(Person.OPERATOR.login(), "HEAL_OPERATOR"),
                    user(Person.OTHER_OPERATOR.login(), "HEAL_OPERATOR"));
            Guests strange = guests.getIfAvailable(() -> new Guests(List.of()));
            return name ->
                    strange.names().contains(name) ? user(name, "HEAL_OPERATOR") : known.loadUserByUsername(name);
        }

        private static UserDetails user(String name, String role) {
            return User.withUsername(name).password(Person.PASSWORD).roles(role).build();
        }
    }

    /** The same on WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @EnableWebFluxSecurity
    static class SecuredReactive {

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http) {
            return http.authorizeExchange(all -> all.anyExchange().permitAll())
                    .csrf(csrf -> csrf.disable())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        PasswordEncoder passwords() {
            return new Secured().passwords();
        }

        @Bean
        MapReactiveUserDetailsService people() {
            return new MapReactiveUserDetailsService(
                    Secured.user(Person.STRANGER.login(), "USER"),
                    Secured.user(Person.READER.login(), "HEAL_READER"),
                    Secured.user(Person.OPERATOR.login(), "HEAL_OPERATOR"));
        }
    }

    /** Operators of any name. */
    record Guests(List<String> names) {}

    /** Nobody checks any login. */
    @Configuration(proxyBeanMethods = false)
    static class Unsecured {

        private static final String PACKAGE = "org.springframework.boot.security.autoconfigure.";
        static final List<String> NOT_THERE = List.of(
                PACKAGE + "SecurityAutoConfiguration",
                PACKAGE + "UserDetailsServiceAutoConfiguration",
                PACKAGE + "ReactiveUserDetailsServiceAutoConfiguration",
                PACKAGE + "web.servlet.SecurityFilterAutoConfiguration",
                PACKAGE + "web.servlet.ServletWebSecurityAutoConfiguration",
                PACKAGE + "web.reactive.ReactiveWebSecurityAutoConfiguration",
                PACKAGE + "actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
                PACKAGE + "actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration");
    }
}
