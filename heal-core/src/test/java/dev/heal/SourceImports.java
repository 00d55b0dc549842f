package dev.heal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The imports as they are written: the compiler puts a constant's value in place of its name, so byte code hides some. */
final class SourceImports {

    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)");

    private SourceImports() {}

    /** Every import of a later station in the sources below {@code sources}, one line each. */
    static List<String> againstTheFlow(Flow flow, Path sources) throws IOException {
        Path root = sources.resolve(flow.root().replace('.', '/'));
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .flatMap(file -> againstTheFlow(flow, root, file))
                    .toList();
        }
    }

    private static Stream<String> againstTheFlow(Flow flow, Path root, Path file) {
        int here = flow.position(station(root.relativize(file).toString().replace('\\', '/'), "/"));
        return lines(file).stream()
                .map(IMPORT::matcher)
                .filter(line -> line.find() && line.group(1).startsWith(flow.root() + "."))
                .map(line -> line.group(1))
                .filter(name -> flow.position(station(name.substring(flow.root().length() + 1), "\\.")) > here)
                .map(name -> root.relativize(file) + " imports " + name);
    }

    /** The first part, unless that is a type of the root package. */
    private static String station(String path, String separator) {
        String first = path.split(separator, 2)[0];
        return Character.isUpperCase(first.charAt(0)) || first.endsWith(".java") ? "" : first;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
