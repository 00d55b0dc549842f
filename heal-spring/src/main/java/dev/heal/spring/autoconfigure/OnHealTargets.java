package dev.heal.spring.autoconfigure;

import dev.heal.spring.binding.ConfigurationTree;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Something is written under {@code heal.targets}. */
final class OnHealTargets extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean found = context.getEnvironment() instanceof ConfigurableEnvironment environment
                && ConfigurationTree.of(environment).root().child("targets") != null;
        ConditionMessage.Builder message = ConditionMessage.forCondition("heal.targets");
        return new ConditionOutcome(
                found,
                found
                        ? message.found("targets").atAll()
                        : message.didNotFind("targets").atAll());
    }
}
