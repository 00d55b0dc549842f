package dev.heal.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/** What stands in this jar, as the build wrote it down. */
final class Versions {

    private static final Properties ALL = load();

    private Versions() {}

    /** Of heal's sources; {@code unknown} if the build did not know it. */
    static String commit() {
        return ALL.getProperty("commit", "unknown");
    }

    /** {@code name version} of heal and of each library beside it. */
    static List<String> all() {
        return new TreeSet<>(ALL.stringPropertyNames())
                .stream()
                        .filter(name -> !name.equals("commit"))
                        .map(name -> name + " " + ALL.getProperty(name))
                        .toList();
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("/versions.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties;
    }
}
