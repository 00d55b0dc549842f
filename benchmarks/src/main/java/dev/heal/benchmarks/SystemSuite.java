package dev.heal.benchmarks;

import java.nio.file.Path;
import java.util.Set;

/** A benchmark of whole processes, or of a simulated one, that the command knows by name. */
interface SystemSuite {

    String name();

    /** One sentence for {@code --help}. */
    String about();

    /** The options that change anything here, where these were written. */
    default Set<String> takes(Options written) {
        return Set.of("--quick", "--check");
    }

    /** Runs it and says how far it is on standard error. @param log where the processes' own words go */
    SystemResult run(Options options, Path log) throws Exception;
}
