package dev.heal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The standings of all targets")
class StandingsTest {

    @Test
    void areThoseOfAPlainMapWhateverIsPutIn() {
        Random random = new Random(7);
        Map<String, Standing> plain = new HashMap<>();
        Standings standings = Standings.NONE;
        for (int i = 0; i < 20_000; i++) {
            String target = "target-" + random.nextInt(3_000);
            Standing standing = Standing.unknown("scope-" + i);
            plain.put(target, standing);
            standings = standings.with(target, standing);
        }

        assertThat(standings).isEqualTo(plain).hasSameSizeAs(plain);
        assertThat(standings.get("target-none")).isNull();
    }

    @Test
    void stayAsTheyWereWhenOthersAreMadeOfThem() {
        Standings before = Standings.NONE;
        for (int i = 0; i < 100; i++) {
            before = before.with("target-" + i, Standing.unknown("old"));
        }

        Standings after = before.with("target-7", Standing.unknown("new"));

        assertThat(before.get("target-7")).isEqualTo(Standing.unknown("old"));
        assertThat(after.get("target-7")).isEqualTo(Standing.unknown("new"));
        assertThat(after).hasSize(100);
    }

    @Test
    void areToldApartAlsoWhereTheirHashesAreTheSame() {
        // "Aa" and "BB" have the same hash, and so has every text made of as many of them.
        Standings standings = Standings.NONE;
        for (int bits = 0; bits < 64; bits++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 6; bit++) {
                name.append((bits >> bit & 1) == 0 ? "Aa" : "BB");
            }
            standings = standings.with(name.toString(), Standing.unknown("scope-" + bits));
        }

        assertThat(standings).hasSize(64);
        assertThat(standings.get("AaAaAaAaAaAa")).isEqualTo(Standing.unknown("scope-0"));
        assertThat(standings.get("BBBBBBBBBBBB")).isEqualTo(Standing.unknown("scope-63"));
    }
}
