package dev.heal.examples.demo;

import java.util.List;

/**
 * What the command line asks for.
 *
 * @param help only say what there is
 */
record Options(boolean help) {

    static final String USAGE = """
            heal-examples/run [--help]

            Freezes the link between a shop and its database three times: with the defaults of its libraries, well
            configured without heal, and with heal on those same defaults. Takes about a minute and a half.

              --help    this text

            Writes target/demo.json and target/demo.log (what Spring, the pool and the driver had to say).
            Ends with 0 if heal really healed, 1 if it did not, 2 for a wrong option, 3 if the run proves nothing.""";

    /** @throws IllegalArgumentException for an option that does not exist; the message names it and those that do */
    static Options parse(List<String> arguments) {
        boolean help = false;
        for (String argument : arguments) {
            switch (argument) {
                case "--help", "-h" -> help = true;
                default ->
                    throw new IllegalArgumentException("unknown option '" + argument + "'; known options: --help");
            }
        }
        return new Options(help);
    }
}
