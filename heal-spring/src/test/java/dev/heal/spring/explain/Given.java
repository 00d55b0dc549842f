package dev.heal.spring.explain;

import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.SettingsReader;
import dev.heal.spring.binding.Vocabulary;
import dev.heal.spring.binding.Yaml;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Settings as they are read from files and variables. */
final class Given {

    /** Everything that a policy may hold, and a target that changes a little of it. */
    static final String FULL = """
            heal:
              policies:
                base:
                  detectors:
                    stalled: { pool-stalled: { oldest-borrow: 2s } }
                  steps:
                    restart:
                      do: { restart-pool: {} }
                      verify: { probe: jdbc, within: 10s, hold: 3s }
                jdbc:
                  base: base
                  detectors:
                    errors: { failure-rate: { above: 0.5 } }
                  steps:
                    restart: { do: { restart-pool: {} }, when: [stalled], sustained: 5s }
                    reset: { do: { reset-breaker: {} }, when: [errors], mode: propose, attempts: 2 }
                  cooldown: 60s
              targets:
                inventory:
                  policy: jdbc
                  resource: dataSource
                  mode: act
                  steps: { restart: { sustained: 10s } }
            """;

    private Given() {}

    static HealSettings read(String text) {
        return read(Map.of(), text);
    }

    /** @param texts of application-prod.yml, if there are two, and of application.yml */
    static HealSettings read(Map<String, Object> variables, String... texts) {
        return read(Vocabulary.own(), variables, texts);
    }

    static HealSettings read(Vocabulary vocabulary, Map<String, Object> variables, String... texts) {
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        List.copyOf(sources.stream().toList()).forEach(source -> sources.remove(source.getName()));
        sources.addLast(new SystemEnvironmentPropertySource("systemEnvironment", variables));
        for (int i = 0; i < texts.length; i++) {
            String file = i + 1 < texts.length ? "application-prod.yml" : "application.yml";
            Yaml.load(file, texts[i]).forEach(sources::addLast);
        }
        ConfigurationPropertySources.attach(environment);
        HealSettings settings = new SettingsReader(vocabulary).read(ConfigurationTree.of(environment));
        if (!settings.findings().isEmpty()) {
            throw new AssertionError(settings.findings().all());
        }
        return settings;
    }
}
