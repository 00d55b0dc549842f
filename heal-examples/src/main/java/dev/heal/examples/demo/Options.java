package dev.heal.examples.demo;

import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param help only say what there is
 * @param scenario what is played
 */
record Options(boolean help, Scenario scenario) {

    static final String USAGE = """
            heal-examples/run [--scenario NAME] [--help]

            Plays a fault to a shop three ways: with the defaults of its libraries, well configured without heal, and
            with heal.

              --scenario NAME
            %s
              --help             this text

            Writes target/demo.json and target/demo.log (what Spring, the pool and the driver had to say).
            Ends with 0 if heal did what it promises, 1 if it did not, 2 for a wrong option, 3 if the run proves
            nothing.""".formatted(Scenario.usage());

    /** @throws IllegalArgumentException for what does not exist; the message names it and those that do */
    static Options parse(List<String> arguments) {
        boolean help = false;
        Scenario scenario = Scenario.POOL;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--help", "-h" -> help = true;
                case "--scenario" -> {
                    if (!rest.hasNext()) {
                        throw new IllegalArgumentException("--scenario needs a name: write --scenario region");
                    }
                    scenario = Scenario.named(rest.next());
                }
                default ->
                    throw new IllegalArgumentException(
                            "unknown option '" + argument + "'; known options: --scenario, --help");
            }
        }
        return new Options(help, scenario);
    }
}
