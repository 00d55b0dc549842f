package dev.heal.spring.autoconfigure;

import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.LoadSheddingReader;
import dev.heal.spring.binding.WebShedding;
import dev.heal.spring.web.LoadShedAdvice;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.bind.annotation.ControllerAdvice;

/**
 * A call that is turned away behind a controller is answered as the load shedder before it answers, and 503 where none stands
 * there.
 */
@AutoConfiguration
@ConditionalOnClass(ControllerAdvice.class)
@ConditionalOnWebApplication
final class HealLoadShedAdviceAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LoadShedAdvice healLoadShedAdvice(ConfigurableEnvironment environment) {
        WebShedding written = LoadSheddingReader.web(ConfigurationTree.of(environment));
        return new LoadShedAdvice((written == null ? WebShedding.DEFAULT : written).status());
    }
}
