package dev.heal.spring.actuate;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.heal.incident.Incident;
import dev.heal.incident.IncidentEvent;
import dev.heal.spring.actuate.Station.Layout;
import dev.heal.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@DisplayName("Who approves has read what it is")
@Timeout(60)
class DecisionsTest {

    private Station station;

    @BeforeEach
    void start() {
        station = Station.start(
                Layout.SAME_PORT,
                true,
                new Class<?>[] {Station.Pump.class, ByHand.class},
                "logging.level.dev.heal=WARN");
        await().until(() -> waiting("pump") && waiting("boiler"));
    }

    @AfterEach
    void stop() {
        station.close();
    }

    @Test
    void approvedByWhoReadThePlanAndOnlyOnce() {
        Map<String, Object> plan = plan(Person.OPERATOR, "pump");
        assertThat((String) plan.get("nonce")).matches("[0-9a-f]{32}");
        assertThat(plan)
                .containsEntry("step", "prime")
                .containsEntry("action", "prime the pump because of " + Station.EVIDENCE);

        Wire.Answer answer = decide(Person.OPERATOR, "pump", "approve", plan.get("hash"), plan.get("nonce"));

        assertThat(answer.status()).as(answer.all()).isEqualTo(200);
        await().until(() -> count("pump", IncidentEvent.Type.APPROVED) == 1);
        assertThat(events("pump", IncidentEvent.Type.APPROVED).get(0)).contains("operator");
        await().until(() -> count("pump", IncidentEvent.Type.APPLIED) == 1);

        Wire.Answer again = decide(Person.OPERATOR, "pump", "approve", plan.get("hash"), plan.get("nonce"));
        assertThat(again.status()).isIn(403, 409);
        station.traces();
        assertThat(count("pump", IncidentEvent.Type.APPROVED)).isEqualTo(1);
    }

    @Test
    void deniedByWhoReadThePlan() {
        Map<String, Object> plan = plan(Person.OPERATOR, "pump");

        decide(Person.OPERATOR, "pump", "deny", plan.get("hash"), plan.get("nonce"));

        await().until(() -> count("pump", IncidentEvent.Type.DISAPPROVED) == 1);
        assertThat(count("pump", IncidentEvent.Type.STARTED)).isZero();
    }

    @Test
    void whoMayOnlyReadGetsNoNonce() {
        assertThat(plan(Person.READER, "pump")).containsKey("hash").doesNotContainKey("nonce");
        assertThat(Wire.get(station.port(), url("pump") + "?as=ipynb")
                        .as(Person.OPERATOR)
                        .send()
                        .body())
                .doesNotContain((String) plan(Person.OPERATOR, "pump").get("nonce"));
    }

    @Test
    void noOtherNumberWillDo() {
        Map<String, Object> pump = plan(Person.OPERATOR, "pump");
        Map<String, Object> boiler = plan(Person.OPERATOR, "boiler");
        String theirs = (String) plan(Person.OTHER_OPERATOR, "pump").get("nonce");
        String nonce = (String) pump.get("nonce");
        List<Integer> answers = new ArrayList<>();
        for (String wrong : List.of(
                "0".repeat(32),
                nonce.substring(1),
                nonce + "0",
                nonce.toUpperCase(java.util.Locale.ROOT) + " ",
                " " + nonce,
                theirs,
                (String) boiler.get("nonce"),
                (String) pump.get("hash"),
                "null",
                "",
                "x".repeat(10_000))) {
            for (String decision : List.of("approve", "deny")) {
                answers.add(decide(Person.OPERATOR, "pump", decision, pump.get("hash"), wrong)
                        .status());
            }
        }
        assertThat(answers).hasSize(22).containsOnly(403);

        for (Object hash : List.of(boiler.get("hash"), "0000000000000000", "", "null")) {
            assertThat(decide(Person.OPERATOR, "pump", "approve", hash, nonce).status())
                    .isEqualTo(409);
        }
        assertThat(decide(Person.OPERATOR, "boiler", "approve", pump.get("hash"), nonce)
                        .status())
                .isEqualTo(409);
        assertThat(decide(Person.OTHER_OPERATOR, "pump", "approve", pump.get("hash"), nonce)
                        .status())
                .isEqualTo(403);
        for (Person person : List.of(Person.ANONYMOUS, Person.STRANGER, Person.READER)) {
            assertThat(decide(person, "pump", "approve", pump.get("hash"), nonce)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(station.traces()).isEmpty();
        assertThat(decide(Person.OPERATOR, "pump", "approve", pump.get("hash"), nonce)
                        .status())
                .as("the right one still does")
                .isEqualTo(200);
    }

    @Test
    void aNumberThatHasExpiredIsNone() {
        Map<String, Object> plan = plan(Person.OPERATOR, "pump");

        station.bean(ManualClock.class).advance(ofMinutes(15));

        assertThat(decide(Person.OPERATOR, "pump", "approve", plan.get("hash"), plan.get("nonce"))
                        .status())
                .isEqualTo(403);
        assertThat(station.traces()).isEmpty();
        assertThat(plan(Person.OPERATOR, "pump").get("nonce")).isNotEqualTo(plan.get("nonce"));
    }

    @Test
    void ofTwoAtOnceOneCounts() throws Exception {
        Map<String, Object> pump = plan(Person.OPERATOR, "pump");
        assertThat(atOnce(
                        () -> decide(Person.OPERATOR, "pump", "approve", pump.get("hash"), pump.get("nonce")),
                        () -> decide(Person.OPERATOR, "pump", "approve", pump.get("hash"), pump.get("nonce"))))
                .containsOnlyOnce(200);

        Map<String, Object> mine = plan(Person.OPERATOR, "boiler");
        Map<String, Object> theirs = plan(Person.OTHER_OPERATOR, "boiler");
        assertThat(atOnce(
                        () -> decide(Person.OPERATOR, "boiler", "approve", mine.get("hash"), mine.get("nonce")),
                        () -> decide(Person.OTHER_OPERATOR, "boiler", "deny", theirs.get("hash"), theirs.get("nonce"))))
                .containsOnlyOnce(200);

        await().until(() -> count("pump", IncidentEvent.Type.APPROVED) == 1
                && count("boiler", IncidentEvent.Type.APPROVED) + count("boiler", IncidentEvent.Type.DISAPPROVED) == 1);
        station.traces();
        assertThat(count("pump", IncidentEvent.Type.STARTED)).isEqualTo(1);
    }

    @Test
    void acknowledgedCommentedAndAborted() {
        assertThat(say("pump", "{\"decision\": \"acknowledge\"}").status()).isEqualTo(200);
        assertThat(say("pump", "{\"decision\": \"comment\", \"text\": \"looks like the filter\"}")
                        .status())
                .isEqualTo(200);
        assertThat(say("pump", "{\"decision\": \"abort\", \"text\": \"by hand\"}")
                        .status())
                .isEqualTo(200);

        await().until(() -> count("pump", IncidentEvent.Type.ABORTED) == 1);
        assertThat(events("pump", IncidentEvent.Type.ACKNOWLEDGED)).hasSize(1);
        assertThat(events("pump", IncidentEvent.Type.COMMENTED).get(0)).contains("operator", "looks like the filter");
        assertThat(Wire.get(station.port(), url("pump") + "?as=markdown")
                        .as(Person.READER)
                        .send()
                        .body())
                .contains("looks like the filter");
    }

    @Test
    void anIncidentIsReadAsAPageOrAsANotebook() {
        Wire.Answer page = Wire.get(station.port(), url("pump") + "?as=markdown")
                .as(Person.READER)
                .header("Accept: text/html,*/*;q=0.8")
                .send();
        assertThat(page.header("Content-Type")).isEqualTo("text/markdown;charset=UTF-8");
        assertThat(page.header("Content-Disposition"))
                .startsWith("attachment; filename=\"incident-pump-")
                .endsWith(".md\"");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.body()).startsWith("# Incident pump-");

        Wire.Answer notebook = Wire.get(station.port(), url("pump") + "?as=ipynb")
                .as(Person.READER)
                .header("Accept: text/html")
                .send();
        assertThat(notebook.status()).as(notebook.all()).isIn(200, 406);
        notebook = Wire.get(station.port(), url("pump") + "?as=ipynb")
                .as(Person.READER)
                .send();
        assertThat(notebook.header("Content-Type")).isEqualTo("application/x-ipynb+json");
        assertThat(notebook.header("Content-Disposition")).endsWith(".ipynb\"");
        assertThat(notebook.json()).containsEntry("nbformat", 4).containsEntry("nbformat_minor", 5);

        Wire.Answer neither = Wire.get(station.port(), url("pump") + "?as=html")
                .as(Person.READER)
                .send();
        assertThat(neither.status()).isEqualTo(400);
        assertThat(neither.json())
                .containsEntry(
                        "message", "as=html is no form of an incident; write markdown or ipynb, or leave it out");
    }

    @SafeVarargs
    private static List<Integer> atOnce(java.util.function.Supplier<Wire.Answer>... calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.length);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Integer>> answers = new ArrayList<>();
            for (var call : calls) {
                answers.add(threads.submit(() -> {
                    go.await();
                    return call.get().status();
                }));
            }
            go.countDown();
            List<Integer> all = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean waiting(String target) {
        return station.incident(target).map(Incident::plan).isPresent();
    }

    private long count(String target, IncidentEvent.Type type) {
        return events(target, type).size();
    }

    private List<String> events(String target, IncidentEvent.Type type) {
        return station.incident(target).orElseThrow().events().stream()
                .filter(event -> event.type() == type)
                .map(IncidentEvent::text)
                .toList();
    }

    private String url(String target) {
        return "/actuator/incidents/" + station.incident(target).orElseThrow().id();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> plan(Person person, String target) {
        Wire.Answer answer = Wire.get(station.port(), url(target)).as(person).send();
        return (Map<String, Object>) answer.json().get("plan");
    }

    private Wire.Answer decide(Person person, String target, String decision, Object plan, Object nonce) {
        String json = "{\"decision\": \"" + decision + "\", \"plan\": \"" + plan + "\", \"nonce\": \"" + nonce + "\"}";
        return Wire.post(station.port(), url(target)).as(person).json(json).send();
    }

    private Wire.Answer say(String target, String json) {
        return Wire.post(station.port(), url(target))
                .as(Person.OPERATOR)
                .json(json)
                .send();
    }

    /** Nonces grow old by hand. */
    @Configuration(proxyBeanMethods = false)
    static class ByHand {

        @Bean
        ManualClock nonceClock() {
            return new ManualClock();
        }

        @Bean
        Nonces nonces(ManualClock clock) {
            return new Nonces(clock);
        }
    }
}
