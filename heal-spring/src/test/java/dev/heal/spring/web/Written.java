package dev.heal.spring.web;

import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.LoadSheddingReader;
import dev.heal.spring.binding.WebShedding;
import dev.heal.spring.binding.Yaml;
import java.util.Objects;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;

/** What somebody has written below {@code heal.load-shedding.web}. */
public final class Written {

    private Written() {}

    public static WebShedding web(String yaml) {
        StandardEnvironment environment = new StandardEnvironment();
        Yaml.load("application.yml", "heal:\n  load-shedding:\n    web:\n" + yaml.indent(6))
                .forEach(environment.getPropertySources()::addFirst);
        ConfigurationPropertySources.attach(environment);
        return Objects.requireNonNull(LoadSheddingReader.web(ConfigurationTree.of(environment)), yaml);
    }
}
