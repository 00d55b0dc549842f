package dev.heal.loop;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.remediation.Risk;
import dev.heal.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

@DisplayName("What a remediation logs by itself")
class RemediationRunnerTest {

    private final List<Fact> facts = new ArrayList<>();
    private final RemediationRunner runner =
            new RemediationRunner("orders", new ManualClock(), Runnable::run, facts::add);
    private final List<String> seen = new ArrayList<>();

    private final Act move = new Act("move").risk(Risk.REVERSIBLE).doing(this::look);

    private void look() {
        seen.add(MDC.get("heal.target") + " " + MDC.get("heal.incident"));
    }

    @Test
    void carriesTheTargetAndTheIncidentAlsoWhenItTakesBackAndWhenItFails() {
        move.undo = context -> look();
        runner.apply(new Effect.Apply(1, "orders-7", Rig.step("move", move), ofSeconds(1)), () -> "");
        runner.undo(new Effect.Undo(1, "orders-7", Rig.step("move", move), ofSeconds(1)));
        move.doing(() -> {
            look();
            throw new IllegalStateException("no such region");
        });
        runner.apply(new Effect.Apply(2, "orders-8", Rig.step("move", move), ofSeconds(1)), () -> "");

        assertThat(seen).containsExactly("orders orders-7", "orders orders-7", "orders orders-8");
        assertThat(facts).hasExactlyElementsOfTypes(Fact.Applied.class, Fact.Undone.class, Fact.Failed.class);
    }

    @Test
    void andTheNextPieceOfWorkOfThatThreadFindsNothingOfIt() {
        runner.apply(new Effect.Apply(1, "orders-7", Rig.step("move", move), ofSeconds(1)), () -> "");

        assertThat(MDC.get("heal.target")).isNull();
        assertThat(MDC.get("heal.incident")).isNull();
    }
}
