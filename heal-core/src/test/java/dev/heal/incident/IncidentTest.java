package dev.heal.incident;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.incident.IncidentEvent.Type;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IncidentTest {

    private static final Instant OPENED = Instant.parse("2026-01-01T00:00:00Z");

    private final Incident open = Incident.open("inventory-1", "inventory", OPENED, ofMillis(750));

    @Test
    void eachEventMakesTheNextStateAndLeavesTheOneBefore() {
        Incident next = open.with(event(Type.DETECTED, 0)).with(event(Type.STARTED, 1));

        assertThat(open.events()).isEmpty();
        assertThat(next.events()).extracting(IncidentEvent::type).containsExactly(Type.DETECTED, Type.STARTED);
        assertThat(next.first(Type.STARTED)).map(IncidentEvent::after).contains(ofSeconds(1));
        assertThat(next.first(Type.RESOLVED)).isEmpty();
    }

    @Test
    void aFlappingIncidentIsCutButItsEndIsKept() {
        Incident flapping = open;
        for (int i = 0; i < Incident.MOST_EVENTS + 37; i++) {
            flapping = flapping.with(event(Type.DETECTED, i));
        }
        assertThat(flapping.events()).hasSize(Incident.MOST_EVENTS);
        assertThat(flapping.dropped()).isEqualTo(37);

        Incident ended = flapping.with(event(Type.RESOLVED, 600)).resolved(Resolution.HEALED);

        assertThat(ended.events()).hasSize(Incident.MOST_EVENTS + 1);
        assertThat(ended.dropped()).isEqualTo(37);
        assertThat(ended.timeToResolve()).contains(ofSeconds(600));
    }

    @Test
    void whoAcknowledgesOrCommentsWithoutEndDoesNotFillTheMemory() {
        Incident told = open.resolved(Resolution.HEALED);
        for (int i = 0; i < Incident.MOST_EVENTS + 2; i++) {
            told = told.with(event(i % 2 == 0 ? Type.ACKNOWLEDGED : Type.COMMENTED, i));
        }

        assertThat(told.events()).hasSize(Incident.MOST_EVENTS);
        assertThat(told.dropped()).isEqualTo(2);
    }

    @Test
    void anIncidentIsOpenUntilItIsResolvedAndThenWaitsForNobody() {
        Plan plan = Plan.of("inventory-1", "restart", "restart the pool orders", 1, OPENED);
        assertThat(open.isOpen()).isTrue();
        assertThat(open.timeToResolve()).isEmpty();
        assertThat(open.awaiting(plan).plan()).isEqualTo(plan);

        Incident ended = open.awaiting(plan).resolved(Resolution.ESCALATED);

        assertThat(ended.isOpen()).isFalse();
        assertThat(ended.plan()).isNull();
    }

    @Test
    void whatIsSaidInAnIncidentIsMadeSafeAtItsDoor() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("url\u202e", "jdbc:postgresql://shop:c4n4ry@db/shop");
        figures.put("stack", "at a.B.c(B.java:1)\nat a.B.d(B.java:2)");
        figures.put("huge", "x".repeat(100_000));

        IncidentEvent event = new IncidentEvent(
                OPENED, ofSeconds(1), Type.DETECTED, "errors", "login failed\r\npassword=c4n4ry", figures);

        assertThat(event.text()).isEqualTo("login failed  password=[hidden]");
        assertThat(event.figures())
                .containsEntry("url", "[jdbc url]")
                .containsEntry("stack", "at a.B.c(B.java:1)\nat a.B.d(B.java:2)")
                .containsEntry("huge", "x".repeat(4096) + "...");
        assertThat(event.figures().keySet()).containsExactly("url", "stack", "huge");
        assertThatThrownBy(() -> event.figures().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theHashOfAPlanChangesWithEachPartOfIt() {
        Plan plan = Plan.of("inventory-1", "restart", "restart the pool orders", 1, OPENED);

        assertThat(Plan.of("inventory-1", "restart", "restart the pool orders", 1, OPENED))
                .isEqualTo(plan);
        assertThat(Stream.of(
                                plan,
                                Plan.of("inventory-2", "restart", "restart the pool orders", 1, OPENED),
                                Plan.of("inventory-1", "move", "restart the pool orders", 1, OPENED),
                                Plan.of("inventory-1", "restart", "restart the pool items", 1, OPENED),
                                Plan.of("inventory-1", "restart", "restart the pool orders", 2, OPENED),
                                Plan.of("inventory-1", "restart", "restart the pool orders", 1, OPENED.plusMillis(1)))
                        .map(Plan::hash))
                .doesNotHaveDuplicates()
                .allMatch(hash -> hash.matches("[0-9a-f]{16}"));
    }

    @Test
    void theHashTellsApartWhatOnlyRunsTogether() {
        assertThat(Stream.of(
                                Plan.of("inventory-1", "restart\nx", "y", 1, OPENED),
                                Plan.of("inventory-1", "restart", "x\ny", 1, OPENED),
                                Plan.of("inventory-1", "restartx", "\ny", 1, OPENED),
                                Plan.of("inventory-1", "restart", "y1", 2, OPENED),
                                Plan.of("inventory-1", "restart", "y", 12, OPENED))
                        .map(Plan::hash))
                .doesNotHaveDuplicates();
    }

    @Test
    void aPlanIsShownWithoutSecretsAndBoundToWhatItReallyIs() {
        Plan one = Plan.of("inventory-1", "move", "move to https://shop:c4n4ry@a.example", 1, OPENED);
        Plan other = Plan.of("inventory-1", "move", "move to https://shop:secret2@a.example", 1, OPENED);

        assertThat(one.action()).isEqualTo("move to https://[credentials]@a.example");
        assertThat(one.hash()).isNotEqualTo(other.hash());
    }

    @Test
    void aDecisionIsForOnePlan() {
        assertThat(Decision.approve("abc", "ada")).isEqualTo(new Decision(Decision.Kind.APPROVE, "abc", "ada", null));
        assertThat(Decision.deny("abc", "ada")).isEqualTo(new Decision(Decision.Kind.DENY, "abc", "ada", null));
    }

    @Test
    void theLatestIncidentsAreKeptNewestFirst() {
        Incidents incidents = new Incidents();
        IntStream.range(0, 250).mapToObj(IncidentTest::closed).forEach(incidents::put);

        assertThat(incidents.all()).hasSize(200);
        assertThat(incidents.all().get(0).id()).isEqualTo("inventory-249");
        assertThat(incidents.find("inventory-49")).isEmpty();
        assertThat(incidents.find("inventory-50")).isPresent();
    }

    @Test
    void anOpenIncidentIsNeverForgotten() {
        Incidents incidents = new Incidents();
        incidents.put(open);
        IntStream.range(100, 600).mapToObj(IncidentTest::closed).forEach(incidents::put);

        assertThat(incidents.find("inventory-1")).contains(open);
        assertThat(incidents.all()).hasSize(201);
    }

    @Test
    void ofManySickTargetsTheOneThatEndsFirstCanStillBeRead() {
        Incidents incidents = new Incidents();
        List<Incident> all = IntStream.range(0, 300)
                .mapToObj(i -> Incident.open("target-" + i, "target", OPENED, ofMillis(0)))
                .toList();
        all.forEach(incidents::put);

        incidents.put(all.get(7).resolved(Resolution.HEALED));

        assertThat(incidents.find("target-7")).map(Incident::isOpen).contains(false);
        assertThat(incidents.all()).hasSize(300);
    }

    private static Incident closed(int number) {
        return Incident.open("inventory-" + number, "inventory", OPENED, ofMillis(0))
                .resolved(Resolution.HEALED);
    }

    private static IncidentEvent event(Type type, int second) {
        return new IncidentEvent(
                OPENED.plusSeconds(second), ofSeconds(second), type, "stalled", "event " + second, Map.of());
    }
}
