package dev.heal.benchmarks;

import java.nio.file.Path;
import java.util.Set;

/** One benchmark that the command knows by name. */
interface Suite {

    String name();

    /** One sentence for {@code --help}. */
    String about();

    /** The options that change anything here. */
    default Set<String> takes() {
        return Options.OF_JMH;
    }

    /** Runs it and says how far it is on standard error. @param log where JMH's own words go */
    Report run(Options options, Path log) throws Exception;
}
