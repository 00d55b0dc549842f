package dev.heal.examples.demo.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Measured DEAD = new Measured(1000, 900, null, Duration.ofSeconds(18));
    private static final Measured BACK = new Measured(1000, 600, Duration.ofSeconds(13), Duration.ofSeconds(13));
    private static final Measured HEALED = new Measured(1000, 10, Duration.ofMillis(2_700), Duration.ofMillis(2_900));
    private static final HealIncident INCIDENT = new HealIncident(Duration.ofMillis(2_300), "HEALED", "# Incident");

    private final Played without = played(Play.WITHOUT, DEAD, null);
    private final Played wellConfigured = played(Play.WELL_CONFIGURED, BACK, null);
    private final Played with = played(Play.WITH, HEALED, INCIDENT);

    @Test
    void healedIsZero() {
        assertThat(verdict(without, wellConfigured, with)).isEqualTo(new Verdict(0, List.of()));
    }

    @Test
    void whetherTheOthersComeBackIsAFindingAndNoError() {
        Played alive = played(Play.WITHOUT, BACK, null);
        Played dead = played(Play.WELL_CONFIGURED, DEAD, null);

        assertThat(verdict(alive, dead, with).exitStatus()).isZero();
    }

    @Test
    void customersStillInTheDarkAreNotHealedWhateverHealSays() {
        Verdict verdict = verdict(without, wellConfigured, played(Play.WITH, DEAD, INCIDENT));

        assertThat(verdict.exitStatus()).isEqualTo(1);
        assertThat(verdict.reasons()).singleElement().asString().contains("3 s without a lost request");
    }

    @Test
    void aShopThatCameBackWithoutHealsDoingIsNotHealed() {
        assertThat(verdict(without, wellConfigured, played(Play.WITH, HEALED, null))
                        .reasons())
                .containsExactly("heal opened no incident");
        HealIncident alone = new HealIncident(Duration.ofSeconds(1), "RECOVERED_ALONE", "");
        Verdict verdict = verdict(without, wellConfigured, played(Play.WITH, HEALED, alone));
        assertThat(verdict.exitStatus()).isEqualTo(1);
        assertThat(verdict.reasons()).containsExactly("heal's incident ended RECOVERED_ALONE, not HEALED");
    }

    @Test
    void aFaultThatDidNotBiteProvesNothing() {
        Measured unharmed = new Measured(1000, 0, Duration.ofMillis(30), Duration.ofMillis(200));

        Verdict verdict = verdict(played(Play.WITHOUT, unharmed, null), wellConfigured, with);

        assertThat(verdict.exitStatus()).isEqualTo(3);
        assertThat(verdict.reasons()).singleElement().asString().startsWith("the fault did not bite");
    }

    @Test
    void aConnectionThatDidNotHangProvesNothingInAnyPlay() {
        Played lucky = new Played(Play.WITH, HEALED, 10, 9, null, INCIDENT, Duration.ZERO);

        Verdict verdict = verdict(without, wellConfigured, lucky);

        assertThat(verdict.exitStatus()).isEqualTo(3);
        assertThat(verdict.reasons()).containsExactly("(c) heal on the defaults of (a): only 9 of 10 connections hung");
    }

    @Test
    void aGeneratorThatStumbledProvesNothing() {
        Played stumbled = new Played(Play.WITHOUT, DEAD, 10, 10, null, null, Duration.ofMillis(501));

        assertThat(verdict(stumbled, wellConfigured, with).exitStatus()).isEqualTo(3);
    }

    @Test
    void aPlayLeftOutProvesNothing() {
        assertThat(verdict(without, with).exitStatus()).isEqualTo(3);
    }

    private static Verdict verdict(Played... plays) {
        return Verdict.of(List.of(plays), Scripts.SCRIPT);
    }

    static Played played(Play play, Measured measured, @Nullable HealIncident incident) {
        return new Played(play, measured, 10, 10, null, incident, Duration.ofMillis(3));
    }
}
