package dev.heal.spring.binding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Texts as if they were files of the class path. */
public final class Yaml {

    private static final List<String> FILES =
            List.of("application.properties", "application-prod.yml", "application.yml");

    private Yaml() {}

    /** The documents of a file, the one of most precedence first. */
    public static List<PropertySource<?>> load(String file, String text) {
        try {
            PropertySourceLoader loader =
                    file.endsWith(".yml") ? new YamlPropertySourceLoader() : new PropertiesPropertySourceLoader();
            List<PropertySource<?>> sources = new ArrayList<>(loader.load(
                    file,
                    new ByteArrayResource(
                            text.getBytes(StandardCharsets.UTF_8), "class path resource [" + file + "]")));
            Collections.reverse(sources);
            return sources;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static StandardEnvironment environment(String text) {
        return environment(Map.of(), text);
    }

    /** An environment of these variables and of files, the one of most precedence first. */
    static StandardEnvironment environment(Map<String, Object> variables, String... texts) {
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        List.copyOf(sources.stream().toList()).forEach(source -> sources.remove(source.getName()));
        sources.addLast(new SystemEnvironmentPropertySource("systemEnvironment", variables));
        for (int i = 0; i < texts.length; i++) {
            String file = FILES.get(FILES.size() - texts.length + i);
            load(file, texts[i]).forEach(sources::addLast);
        }
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

    static HealSettings read(String text) {
        return read(Map.of(), text);
    }

    static HealSettings read(Map<String, Object> variables, String... texts) {
        return new SettingsReader(Vocabulary.own()).read(ConfigurationTree.of(environment(variables, texts)));
    }

    /** The lines that a person would read. */
    static List<String> complaints(String text) {
        return read(text).findings().all().stream().map(Finding::toString).toList();
    }
}
