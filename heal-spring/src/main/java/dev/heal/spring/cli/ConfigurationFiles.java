package dev.heal.spring.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The environment that Spring Boot itself makes of application files: profiles, several documents in a file, imports. The
 * machine it runs on does not count, so that a build gives the same answer everywhere, unless variables are handed in.
 */
final class ConfigurationFiles {

    private static final String OURS = "heal check";

    /** How Spring Boot calls what it has made of a file. */
    private static final Pattern FILE = Pattern.compile("Config resource 'file \\[(.*?)]'.*");

    private final Path workingDirectory;
    private final List<String> profiles;
    private final @Nullable Map<String, String> variables;

    /**
     * @param variables the environment variables that count; null for none
     */
    ConfigurationFiles(Path workingDirectory, List<String> profiles, @Nullable Map<String, String> variables) {
        this.workingDirectory = workingDirectory;
        this.profiles = profiles;
        this.variables = variables;
    }

    /** The same with other profiles. */
    ConfigurationFiles withProfiles(List<String> others) {
        return new ConfigurationFiles(workingDirectory, others, variables);
    }

    /**
     * Everything that Spring Boot would read.
     *
     * @param paths existing files, or directories with application files in them or in their {@code config}; the later
     *     goes over the earlier
     * @throws UnreadableException if Spring Boot cannot read a file
     */
    ConfigurableEnvironment read(List<String> paths) throws UnreadableException, WrongUsageException {
        Map<String, Object> ours = new LinkedHashMap<>();
        ours.put("spring.config.location", String.join(",", locations(paths)));
        if (!profiles.isEmpty()) {
            ours.put("spring.profiles.active", String.join(",", profiles));
        }
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        sources.addFirst(new MapPropertySource(OURS, ours));
        if (variables != null) {
            sources.addLast(new SystemEnvironmentPropertySource(
                    StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new LinkedHashMap<>(variables)));
        }
        NamedFiles files = new NamedFiles(workingDirectory);
        try {
            ConfigDataEnvironmentPostProcessor.applyTo(environment, files, null);
        } catch (RuntimeException | LinkageError unreadable) {
            throw UnreadableException.of(files.last(), unreadable);
        }
        rename(sources);
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

    /** The files that were read, that of least precedence first, named as a person in the working directory would. */
    static List<String> names(ConfigurableEnvironment environment) {
        Set<String> names = new LinkedHashSet<>();
        List<PropertySource<?>> sources =
                new ArrayList<>(environment.getPropertySources().stream().toList());
        Collections.reverse(sources);
        for (PropertySource<?> source : sources) {
            Matcher file = FILE.matcher(source.getName());
            if (file.matches()) {
                names.add(file.group(1));
            }
        }
        return List.copyOf(names);
    }

    /** Spring Boot calls its sources by absolute paths, and that is the place of an empty map in messages. */
    private void rename(MutablePropertySources sources) {
        for (PropertySource<?> source : sources.stream().toList()) {
            Matcher file = FILE.matcher(source.getName());
            if (file.matches() && source instanceof OriginTrackedMapPropertySource tracked) {
                String name = NamedFiles.name(Path.of(file.group(1)), workingDirectory);
                sources.replace(
                        source.getName(),
                        new OriginTrackedMapPropertySource(
                                source.getName().replace(file.group(1), name), tracked.getSource(), true));
            }
        }
    }

    private List<String> locations(List<String> paths) throws WrongUsageException {
        List<String> locations = new ArrayList<>();
        for (String path : paths.isEmpty() ? List.of(usual()) : paths) {
            Path file = workingDirectory.resolve(path).normalize();
            if (Files.isDirectory(file)) {
                if (!hasApplicationFile(file) && !hasApplicationFile(file.resolve("config"))) {
                    throw new WrongUsageException("there is no application.yml, .yaml or .properties in "
                            + (path.isEmpty() ? "src/main/resources or the working directory" : path));
                }
                locations.add("optional:" + directory(file));
                locations.add("optional:" + directory(file.resolve("config")));
            } else if (Files.isRegularFile(file)) {
                locations.add(file.toUri().toString());
            } else {
                throw new WrongUsageException("there is no " + path);
            }
        }
        return locations;
    }

    private String usual() {
        return hasApplicationFile(workingDirectory.resolve("src/main/resources")) ? "src/main/resources" : "";
    }

    private static boolean hasApplicationFile(Path directory) {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(
                    file -> String.valueOf(file.getFileName()).matches("application(-.*)?\\.(yml|yaml|properties)"));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static String directory(Path directory) {
        String uri = directory.toUri().toString();
        return uri.endsWith("/") ? uri : uri + "/";
    }
}
