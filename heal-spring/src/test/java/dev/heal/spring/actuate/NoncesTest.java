package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.incident.Plan;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A nonce")
class NoncesTest {

    private final ManualClock clock = new ManualClock();
    private final Nonces nonces = new Nonces(clock);
    private final Plan plan = plan("pump-1", Duration.ofMinutes(10));

    @Test
    void isGoodOnceForItsReader() {
        String nonce = issue("ada");

        assertThat(nonces.redeem("pump-1", plan, "ada", nonce)).isTrue();
        assertThat(nonces.redeem("pump-1", plan, "ada", nonce)).isFalse();
        assertThat(nonces.issue("pump-1", plan, "ada"))
                .as("what has been answered is not asked again")
                .isNull();
    }

    @Test
    void isNobodyElsesAndForNothingElse() {
        String nonce = issue("ada");
        issue("eve");

        assertThat(nonces.redeem("pump-1", plan, "eve", nonce)).isFalse();
        assertThat(nonces.redeem("pump-1", plan, "bob", nonce)).isFalse();
        assertThat(nonces.redeem("pump-2", plan, "ada", nonce)).isFalse();
        assertThat(nonces.redeem("pump-1", plan("pump-2", Duration.ofMinutes(10)), "ada", nonce))
                .isFalse();
        assertThat(nonces.redeem("pump-1", plan, "ada", nonce.substring(1))).isFalse();
        assertThat(nonces.redeem("pump-1", plan, "ada", "")).isFalse();
        assertThat(nonces.redeem("pump-1", plan, "ada", nonce))
                .as("a wrong try costs the right one nothing")
                .isTrue();
    }

    @Test
    void isWorthNothingWhenAnotherHasAnswered() {
        String ada = issue("ada");
        String eve = issue("eve");

        assertThat(nonces.redeem("pump-1", plan, "eve", eve)).isTrue();
        assertThat(nonces.redeem("pump-1", plan, "ada", ada)).isFalse();
    }

    @Test
    void endsWithItsPlanAndAfterAQuarterOfAnHourAtTheLatest() {
        String nonce = issue("ada");
        clock.advance(Duration.ofMinutes(10));
        assertThat(nonces.redeem("pump-1", plan, "ada", nonce)).isFalse();
        assertThat(nonces.issue("pump-1", plan, "ada")).isNull();

        Plan patient = plan("pump-1", Duration.ofHours(8));
        String first = Objects.requireNonNull(nonces.issue("pump-1", patient, "ada"));
        clock.advance(Duration.ofMinutes(15));
        assertThat(nonces.redeem("pump-1", patient, "ada", first)).isFalse();
        String second = Objects.requireNonNull(nonces.issue("pump-1", patient, "ada"));
        assertThat(second).isNotEqualTo(first);
        clock.advance(Duration.ofMinutes(14));
        assertThat(nonces.redeem("pump-1", patient, "ada", second)).isTrue();
    }

    @Test
    void staysTheSameForAPageThatReadsAgainAndAgain() {
        String nonce = issue("ada");

        assertThat(issue("ada")).isEqualTo(nonce);
        assertThat(nonces.size()).isEqualTo(1);
    }

    @Test
    void hasOneHundredAndTwentyEightBitsThatNobodyCanForesee() {
        Set<String> all = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            all.add(issue("person " + i));
        }

        assertThat(all).hasSize(500).allMatch(nonce -> nonce.matches("[0-9a-f]{32}"));
    }

    @Test
    void isKeptAmongABoundedNumber() {
        for (int i = 0; i < 3 * Nonces.MOST; i++) {
            issue("person " + i);
        }

        assertThat(nonces.size()).isEqualTo(Nonces.MOST);
    }

    @Test
    void canBeHadAgainWhereTheDecisionNeverReachedHeal() {
        String nonce = issue("ada");
        assertThat(nonces.redeem("pump-1", plan, "ada", nonce)).isTrue();

        nonces.giveBack(plan);

        assertThat(issue("ada")).isNotEqualTo(nonce);
    }

    private String issue(String person) {
        return Objects.requireNonNull(nonces.issue("pump-1", plan, person));
    }

    private Plan plan(String incident, Duration expires) {
        return Plan.of(incident, "prime", "prime the pump", 1, clock.now().plus(expires));
    }
}
