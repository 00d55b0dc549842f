package dev.heal.examples.demo;

import dev.heal.examples.demo.pool.PoolScenario;
import dev.heal.examples.demo.region.RegionScenario;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What can be played. */
enum Scenario {
    POOL("pool", "the link between a shop and its database freezes; about a minute and a half (left out: this)") {
        @Override
        int play(PrintStream out) throws IOException {
            return PoolScenario.play(out);
        }
    },
    REGION("region", "one of two PostgreSQL servers is killed and comes back; about two minutes") {
        @Override
        int play(PrintStream out) throws IOException {
            return RegionScenario.databases(out);
        }
    },
    HTTP_REGION("http-region", "the same with two HTTP servers behind Spring's RestClient; about two minutes") {
        @Override
        int play(PrintStream out) throws IOException {
            return RegionScenario.services(out);
        }
    };

    private final String option;
    private final String summary;

    Scenario(String option, String summary) {
        this.option = option;
        this.summary = summary;
    }

    /** @return 0 if heal did what it promises, 1 if it did not, 3 if the run proves nothing */
    abstract int play(PrintStream out) throws IOException;

    /** @throws IllegalArgumentException if there is none of that name; the message names those that there are */
    static Scenario named(String option) {
        return Arrays.stream(values())
                .filter(each -> each.option.equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown scenario '" + option + "'; known scenarios: "
                        + Arrays.stream(values()).map(each -> each.option).collect(Collectors.joining(", "))));
    }

    static String usage() {
        return Arrays.stream(values())
                .map(each -> String.format("    %-12s %s", each.option, each.summary))
                .collect(Collectors.joining("\n"));
    }
}
