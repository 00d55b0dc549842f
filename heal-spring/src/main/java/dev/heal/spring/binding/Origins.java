package dev.heal.spring.binding;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.Resource;

/** Where values come from, in words, and what was written there before a parser made something of it. */
final class Origins {

    private static final Pattern IN_BRACKETS = Pattern.compile("[^\\[]*\\[(.*)\\][^\\]]*");
    private static final Pattern PLAIN = Pattern.compile("[^\\s,}\\]#]+");

    private static final Pattern YAML = Pattern.compile("(?is).*\\.ya?ml");
    private static final Pattern DOCUMENT = Pattern.compile("\\(document #(\\d{1,9})\\)$");

    private final Map<Resource, KeyPlaces> keys = new HashMap<>();
    private final Map<Resource, List<String>> files = new HashMap<>();

    /** {@code application.yml:12:17}, or as Spring says it; empty if it is not known. */
    static String where(@Nullable Origin origin) {
        if (origin == null) {
            return "";
        }
        if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
            TextResourceOrigin.Location location = text.getLocation();
            return file(text.getResource().getDescription())
                    + (location == null ? "" : ":" + (location.getLine() + 1) + ":" + (location.getColumn() + 1));
        }
        return origin.toString();
    }

    /** {@code class path resource [application.yml]} without the words. */
    static String file(String description) {
        Matcher bracketed = IN_BRACKETS.matcher(description);
        return bracketed.matches() ? file(bracketed.group(1)) : description;
    }

    /** Where a key stands in the file of a source, for a message: empty if that cannot be known. */
    Supplier<String> key(EnumerablePropertySource<?> source, List<String> segments) {
        if (!(source instanceof OriginLookup<?>)) {
            return () -> "";
        }
        List<String> path = List.copyOf(segments);
        return () -> {
            Resource resource = resource(source);
            String file = resource == null ? "" : file(resource.getDescription());
            if (resource == null || !YAML.matcher(file).matches()) {
                return "";
            }
            String place = keys.computeIfAbsent(resource, KeyPlaces::read).find(document(source), path);
            return place == null ? "" : file + ":" + place;
        };
    }

    private static @Nullable Resource resource(EnumerablePropertySource<?> source) {
        for (String name : source.getPropertyNames()) {
            if (OriginLookup.getOrigin(source, name) instanceof TextResourceOrigin text && text.getResource() != null) {
                return text.getResource();
            }
        }
        return null;
    }

    /** Spring Boot numbers the documents of a file in the name of the source, if there are several. */
    private static int document(EnumerablePropertySource<?> source) {
        Matcher number = DOCUMENT.matcher(source.getName());
        return number.find() ? Integer.parseInt(number.group(1)) : 0;
    }

    /** The value as written: read again from its file if the YAML parser has made a number or a truth of it. */
    String text(Object value, @Nullable Origin origin) {
        if (value instanceof CharSequence || !(origin instanceof TextResourceOrigin text)) {
            return String.valueOf(value);
        }
        TextResourceOrigin.Location location = text.getLocation();
        Resource resource = text.getResource();
        if (location == null || resource == null) {
            return String.valueOf(value);
        }
        List<String> lines = files.computeIfAbsent(resource, Origins::read);
        if (location.getLine() < lines.size()) {
            Matcher plain = PLAIN.matcher(lines.get(location.getLine()));
            if (plain.find(
                    Math.min(location.getColumn(), lines.get(location.getLine()).length()))) {
                return plain.group();
            }
        }
        return String.valueOf(value);
    }

    private static List<String> read(Resource resource) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(resource.getInputStream(), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException | RuntimeException gone) {
            return List.of();
        }
    }
}
