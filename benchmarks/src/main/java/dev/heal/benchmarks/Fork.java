package dev.heal.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM of its own for one measurement. */
final class Fork {

    private Fork() {}

    /** The command line of a main class in such a JVM, with the class path of this one. */
    static List<String> command(List<String> jvmFlags, String main, List<String> arguments) {
        return command(jvmFlags, System.getProperty("java.class.path"), main, arguments);
    }

    static List<String> command(List<String> jvmFlags, String classPath, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.add("-cp");
        command.add(classPath);
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

    /** Deletes a directory that a fork has written into. */
    static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(directory)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
