package dev.heal.benchmarks;

import java.nio.file.Path;

/** A benchmark of whole processes that the command knows by name. */
interface SystemSuite {

    String name();

    /** One sentence for {@code --help}. */
    String about();

    /** Runs it and says how far it is on standard error. @param log where the processes' own words go */
    SystemReport run(boolean quick, Path log) throws Exception;
}
