package dev.heal.spring.autoconfigure;

import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.LoadSheddingReader;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** {@code heal.load-shedding.web} is written, and nothing is wrong with it; what is wrong the start tells. */
final class OnWebShedding extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean found = context.getEnvironment() instanceof ConfigurableEnvironment environment
                && LoadSheddingReader.web(ConfigurationTree.of(environment)) != null;
        ConditionMessage.Builder message = ConditionMessage.forCondition("heal.load-shedding.web");
        return new ConditionOutcome(
                found,
                found ? message.found("web").atAll() : message.didNotFind("web").atAll());
    }
}
