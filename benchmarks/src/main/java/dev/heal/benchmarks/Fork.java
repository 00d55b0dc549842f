package dev.heal.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for one measurement, with the class path of this one. */
final class Fork {

    private Fork() {}

    /** The command line of a main class in such a JVM. */
    static List<String> command(List<String> jvmFlags, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    /**
     * Runs it to its end.
     *
     * @param log what it says on standard error is added there
     * @return what it said on standard output
     * @throws IOException if it did not end well; the message says where to read why
     */
    static String run(List<String> command, Path log) throws IOException, InterruptedException {
        Files.writeString(
                log, "\n" + String.join(" ", command) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(log, out, StandardOpenOption.APPEND);
            if (process.waitFor() != 0) {
                throw new IOException("a measuring JVM ended with status " + process.exitValue() + "; its words are in "
                        + log.toAbsolutePath());
            }
            return out;
        } finally {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
