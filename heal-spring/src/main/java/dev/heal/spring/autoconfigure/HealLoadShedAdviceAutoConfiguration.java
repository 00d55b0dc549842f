package dev.heal.spring.autoconfigure;

import dev.heal.spring.web.LoadShedAdvice;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.ControllerAdvice;

/** A call that is turned away behind a controller is answered 503, whether or not a load shedder stands before it. */
@AutoConfiguration
@ConditionalOnClass(ControllerAdvice.class)
@ConditionalOnWebApplication
final class HealLoadShedAdviceAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LoadShedAdvice healLoadShedAdvice() {
        return new LoadShedAdvice();
    }
}
