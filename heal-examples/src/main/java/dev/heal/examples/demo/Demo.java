package dev.heal.examples.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shop demo: the same fault with and without heal, side by side. Started by {@code heal-examples/run}. */
public final class Demo {

    private static final Logger log = LoggerFactory.getLogger(Demo.class);

    private Demo() {}

    /** Ends the process: applications whose calls hang must not keep it alive. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) {
        System.exit(run(Arrays.asList(arguments), System.out, System.err));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println("heal-examples/run: " + e.getMessage());
            return 2;
        }
        if (options.help()) {
            out.println(Options.USAGE);
            return 0;
        }
        try {
            return options.scenario().play(out);
        } catch (IOException | RuntimeException e) {
            log.error("the run broke off", e);
            err.println("The run proves nothing: " + rootOf(e).getMessage() + " (all of it is in target/demo.log)");
            return 3;
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
