package dev.heal.spring.actuate;

import static dev.heal.detect.Detectors.failureRate;
import static dev.heal.detect.Detectors.gauge;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.heal.Heal;
import dev.heal.check.Check;
import dev.heal.detect.Detector;
import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.incident.IncidentEvent;
import dev.heal.policy.Approval;
import dev.heal.policy.Escalation;
import dev.heal.policy.Mode;
import dev.heal.policy.Verification;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import dev.heal.signal.Snapshot;
import dev.heal.spring.OwnJournal;
import dev.heal.spring.actuate.Station.Layout;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What is said wherever something can be said, and what of it comes out anywhere. */
@DisplayName("Secrets and hostile texts come out nowhere")
@Timeout(60)
class HostileTextTest {

    /** Each secret with the part of it that must never be seen again. */
    private static final Map<String, String> CANARIES = canaries();

    private static final String HOSTILE = "\r\nFATAL forged line\u001b[31m\u0000\u2028\u2029\u202egnp.exe\u200b"
            + "<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))${jndi:ldap://e}$x^2$"
            + "x".repeat(20_000);

    private static Map<String, String> canaries() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("jdbc:postgresql://db.internal:5432/shop?user=app&password=s3cr3t-jdbc", "s3cr3t-jdbc");
        all.put("https://ada:s3cr3t-url@wiki.internal/x", "s3cr3t-url");
        all.put("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl", "eyJzdWIiOiJjYW5hcnkifQ");
        all.put("-----BEGIN PRIVATE KEY-----\nMIIcanary/+\n-----END PRIVATE KEY-----", "MIIcanary");
        all.put("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE");
        all.put("aws_secret_access_key=wJalrXUtnFEMI/K7MDENG", "wJalrXUtnFEMI");
        all.put("Authorization: Bearer c4n4ry-bearer", "c4n4ry-bearer");
        all.put("Authorization: Basic Y2FuYXJ5OmNhbmFyeQ==", "Y2FuYXJ5OmNhbmFyeQ");
        all.put("password=hunter2-canary", "hunter2-canary");
        return all;
    }

    /** All secrets, each apart, so that none hides behind another or behind the cap. */
    private static final List<String> SAID =
            Stream.concat(CANARIES.keySet().stream(), Stream.of(HOSTILE)).toList();

    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final Logger HEAL = (Logger) LoggerFactory.getLogger("dev.heal");
    private static Level rootLevel;
    private static Level healLevel;
    private static Station station;
    private static final List<Wire.Answer> answers = new ArrayList<>();

    @BeforeAll
    static void sayItEverywhere() {
        rootLevel = ROOT.getLevel();
        healLevel = HEAL.getLevel();
        station = Station.start(
                Layout.SAME_PORT,
                true,
                new Class<?>[] {Talkative.class},
                "logging.level.root=INFO",
                "logging.level.dev.heal=DEBUG",
                "management.health.heal.enabled=true",
                "management.endpoint.health.show-details=always");
        Heal heal = station.heal();
        for (String said : SAID) {
            for (String target : heal.targets()) {
                assertThatThrownBy(() -> heal.guard(target).call(() -> {
                            throw new IllegalStateException(said);
                        }))
                        .isInstanceOf(IllegalStateException.class);
            }
        }
        await().atMost(ofSeconds(30))
                .until(() -> heal.incidents().stream()
                                .filter(incident -> incident.first(IncidentEvent.Type.ESCALATED)
                                        .isPresent())
                                .count()
                        >= 2L * SAID.size());
        send();
        station.traces();
        collect();
    }

    @AfterAll
    static void stop() {
        station.close();
        ROOT.detachAppender(LOG);
        ROOT.setLevel(rootLevel);
        HEAL.setLevel(healLevel);
    }

    /** Whatever a request can carry, carries each of the texts. */
    private static void send() {
        String incident = "/incidents/" + station.incident().id();
        for (String said : SAID) {
            String json = JsonMapper.builder().build().writeValueAsString(said);
            String url = URLEncoder.encode(said.substring(0, Math.min(2_000, said.length())), StandardCharsets.UTF_8);
            order("/heal/valve", "{\"command\": \"stop\", \"reason\": " + json + "}");
            answers.add(read("/heal"));
            answers.add(read("/heal/valve"));
            answers.add(read("/health"));
            order("/heal/valve", "{\"command\": " + json + "}");
            order("/heal/valve", "{\"command\": \"mode\", \"mode\": " + json + "}");
            order("/heal", "{\"command\": \"stop\", \"reason\": \"x\", \"target\": " + json + "}");
            order("/heal/" + url, "{\"command\": \"release\"}");
            order("/heal/valve", "{\"command\": \"release\"}");
            order(incident, "{\"decision\": " + json + "}");
            order(incident, "{\"decision\": \"comment\", \"text\": " + json + "}");
            order(incident, "{\"decision\": \"acknowledge\", \"text\": " + json + "}");
            order(incident, "{\"decision\": \"approve\", \"plan\": " + json + ", \"nonce\": " + json + "}");
            order("/incidents/" + url, "{\"decision\": \"acknowledge\"}");
            answers.add(read("/heal/" + url));
            answers.add(read("/incidents/" + url));
            answers.add(read(incident + "?as=" + url));
            answers.add(Wire.get(station.port(), "/actuator/heal")
                    .as(Person.READER)
                    .header("Origin: " + said.replaceAll("[\\r\\n\\x00]", " "))
                    .header("X-Any: "
                            + said.replaceAll("[\\r\\n\\x00]", " ").substring(0, Math.min(4_000, said.length())))
                    .send());
        }
        for (String name : Talkative.names()) {
            Wire.Call call = Wire.post(station.port(), "/actuator" + incident)
                    .header("Authorization: Basic "
                            + java.util.Base64.getEncoder()
                                    .encodeToString((name + ":" + Person.PASSWORD).getBytes(StandardCharsets.UTF_8)));
            Wire.Answer answer = call.json("{\"decision\": \"acknowledge\", \"text\": \"by name\"}")
                    .send();
            assertThat(answer.status()).as("%s", answer.all()).isEqualTo(200);
            answers.add(answer);
        }
    }

    /** Everything that can be read. */
    private static void collect() {
        answers.add(read("/heal"));
        answers.add(read("/health"));
        answers.add(read("/incidents"));
        answers.add(read("/metrics"));
        station.heal().targets().forEach(target -> answers.add(read("/heal/" + encoded(target))));
        station.heal().incidents().forEach(incident -> {
            String path = "/incidents/" + encoded(incident.id());
            answers.add(read(path));
            answers.add(read(path + "?as=markdown"));
            answers.add(read(path + "?as=ipynb"));
        });
    }

    @Test
    void noSecretIsInAnyAnswer() {
        assertThat(answers).hasSizeGreaterThan(200);
        assertThat(answers.stream().filter(answer -> answer.status() == 200).count())
                .isGreaterThan(100);
        CANARIES.values()
                .forEach(canary -> assertThat(answers)
                        .allSatisfy(answer -> assertThat(answer.all()).doesNotContain(canary)));
    }

    @Test
    void noSecretIsInAnyLogLine() {
        List<String> lines = logged().map(HostileTextTest::whole).toList();

        assertThat(lines).hasSizeGreaterThan(100);
        CANARIES.values()
                .forEach(canary ->
                        assertThat(lines).allSatisfy(line -> assertThat(line).doesNotContain(canary)));
    }

    @Test
    void noSecretIsInAnyMeter() {
        List<Meter> meters = station.bean(MeterRegistry.class).getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("heal."))
                .toList();

        assertThat(meters).hasSizeGreaterThan(20);
        CANARIES.values()
                .forEach(canary -> assertThat(meters)
                        .allSatisfy(meter -> assertThat(meter.getId() + " " + meter.measure())
                                .doesNotContain(canary)));
        assertThat(meters)
                .allSatisfy(meter -> assertThat(meter.getId().toString())
                        .as("tags come from the configuration")
                        .doesNotContain("forged", "alert"));
    }

    @Test
    void noTextForgesALineOrAPage() {
        for (Wire.Answer answer : answers) {
            String type = Objects.requireNonNullElse(answer.header("Content-Type"), "");
            assertThat(answer.body())
                    .as(answer.head())
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\n]]")
                    .doesNotContain("x".repeat(5_000));
            if (type.startsWith("text/markdown") || type.contains("ipynb")) {
                assertThat(answer.body()).doesNotContain("<script", "<img", "](javascript");
                assertThat(answer.header("Content-Disposition")).startsWith("attachment");
            } else if (answer.status() == 200 && !answer.body().isEmpty()) {
                assertThat(type).as(answer.all()).contains("json");
            }
        }
        assertThat(logged().filter(event -> event.getLoggerName().startsWith("dev.heal")))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(whole(event))
                        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\u2028\\u2029]")
                        .hasSizeLessThan(6_000));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.all().length()).isLessThan(200_000));
    }

    @Test
    void aTargetOfAnyNameCanBeReadAndOrdered() {
        Wire.Answer all = read("/incidents");
        assertThat(all.status()).isEqualTo(200);
        String strange = Talkative.STRANGE;
        Wire.Answer answer = Wire.post(station.port(), "/actuator/heal/" + encoded(strange))
                .as(Person.OPERATOR)
                .json("{\"command\": \"mode\", \"mode\": \"observe\"}")
                .send();
        assertThat(answer.status()).as(answer.all()).isEqualTo(200);
        assertThat(station.heal().status(strange).orders().mode()).isEqualTo(Mode.OBSERVE);
    }

    private static Stream<ILoggingEvent> logged() {
        return List.copyOf(LOG.list).stream();
    }

    /** The line and all that a layout may put beside it. */
    private static String whole(ILoggingEvent event) {
        return event.getFormattedMessage() + " " + event.getMDCPropertyMap() + " "
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    private static void order(String path, String json) {
        answers.add(Wire.post(station.port(), "/actuator" + path)
                .as(Person.OPERATOR)
                .json(json)
                .send());
    }

    private static Wire.Answer read(String path) {
        return Wire.get(station.port(), "/actuator" + path).as(Person.OPERATOR).send();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A page that somebody has given a secret to; what is no part of a URL is encoded, so that it is one. */
    private static String page(String said) {
        return "https://wiki.example/?about=" + URLEncoder.encode(said, StandardCharsets.UTF_8);
    }

    /** Two targets a text: one whose detector talks, one whose detector and remediation fail with it. */
    @Configuration(proxyBeanMethods = false)
    static class Talkative {

        static final String STRANGE = "<script> pump & 'co'";

        @Bean
        Heal heal(MeterRegistry meters) {
            // Only now: the start of the application sets all logging anew.
            LOG.start();
            ROOT.addAppender(LOG);
            Heal.Builder builder = Heal.builder()
                    .journal(OwnJournal.directory())
                    .warmUp(Duration.ZERO)
                    .jitter(Duration.ZERO)
                    .tick(ofMillis(10))
                    .metrics(meters)
                    .target(
                            "pump",
                            target -> target.detect(
                                            "cold", gauge("cold", () -> 1).above(0.5))
                                    .step("heat", new Talks("heat", false), step -> step.approval(Approval.DEFAULT))
                                    .mode(Mode.ACT))
                    .target(
                            "valve",
                            target -> target.detect("errors", failureRate())
                                    .detect(
                                            "broken",
                                            gauge("broken", () -> {
                                                        throw new IllegalStateException(SAID.get(0));
                                                    })
                                                    .above(1))
                                    .step("none", new Talks("none", false)))
                    .target(
                            STRANGE,
                            target -> target.detect("<b>", new Says(HOSTILE))
                                    .step("<i>", new Talks(HOSTILE, false), step -> step.verify(quickly()))
                                    .mode(Mode.ACT));
            for (int i = 0; i < SAID.size(); i++) {
                String said = SAID.get(i);
                builder.target(
                        "says-" + i,
                        target -> target.detect("says", new Says(said))
                                .step("talks", new Talks(said, false), step -> step.verify(quickly()))
                                .escalate(new Escalation(said, page(said), ofSeconds(60)))
                                .mode(Mode.ACT));
                builder.target(
                        "fails-" + i,
                        target -> target.detect("says", new Says(said))
                                .detect(
                                        "fails",
                                        gauge("fails", () -> {
                                                    throw new IllegalStateException(said, new RuntimeException(said));
                                                })
                                                .above(1))
                                .step(
                                        "fails",
                                        new Talks(said, true),
                                        step -> step.when("says").verify(quickly()))
                                .mode(Mode.ACT));
            }
            return builder.build();
        }

        private static Verification quickly() {
            return Verification.detectors().within(ofMillis(50)).hold(ofMillis(20));
        }

        static List<String> names() {
            List<String> names = new ArrayList<>(CANARIES.keySet().stream()
                    .filter(name -> !name.contains(":") && !name.contains("\n"))
                    .toList());
            names.add("ada\u202e<script>\u001b[31m\r\nFATAL forged");
            return names;
        }

        @Bean
        Station.Guests guests() {
            return new Station.Guests(names());
        }
    }

    /** A detector of a team's own that tells too much. */
    record Says(String what) implements Detector {

        @Override
        public Verdict judge(Snapshot snapshot) {
            return Verdict.unhealthy(
                    Evidence.of("it said " + what).with("figure " + what, what).with("url", what));
        }

        @Override
        public void check(Check check) {}
    }

    /** A remediation of a team's own that tells too much. */
    record Talks(String what, boolean fails) implements Remediation {

        @Override
        public String name() {
            return "talks";
        }

        @Override
        public Risk risk() {
            return Risk.SAFE;
        }

        @Override
        public String plan() {
            return "log in with " + what;
        }

        @Override
        public void check(Check check) {}

        @Override
        public Undo apply(RemediationContext remediation) {
            remediation.note("using " + what);
            if (fails) {
                throw new IllegalStateException("could not log in with " + what, new RuntimeException(what));
            }
            return undo -> undo.note("no more " + what);
        }
    }
}
