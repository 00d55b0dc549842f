package dev.heal.spring.aspect;

import dev.heal.text.SafeText;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;

/**
 * Spring's own {@code @Retryable} and {@code @ConcurrencyLimit} go outside of every aspect that is there already, whatever
 * its order. This brings {@code @Healed} to where its order says that it stands: otherwise its fallback would answer the
 * first failure, and nothing would ever be tried again.
 */
public final class HealedOrder implements BeanPostProcessor, AopInfrastructureBean {

    /** What {@code @EnableResilientMethods} has for an order, unless somebody changes it. */
    private static final int SPRINGS = Ordered.LOWEST_PRECEDENCE - 1;

    private final int order;

    /** @param order that of {@code @Healed} */
    public HealedOrder(int order) {
        this.order = order;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (order < SPRINGS && bean instanceof Advised advised) {
            try {
                reorder(advised);
            } catch (RuntimeException | LinkageError broken) {
                HealedInterceptor.LOG.warn(
                        "bean {}: @Healed cannot be put outside of Spring's own aspects: {}",
                        name,
                        SafeText.of(broken));
            }
        }
        return bean;
    }

    private static void reorder(Advised advised) {
        if (advised.isFrozen()) {
            return;
        }
        Advisor[] advisors = advised.getAdvisors();
        int spring = -1;
        for (int i = 0; i < advisors.length; i++) {
            if (spring < 0 && isSprings(advisors[i])) {
                spring = i;
            } else if (spring >= 0 && advisors[i] instanceof HealedAdvisor healed) {
                advised.removeAdvisor(i);
                advised.addAdvisor(spring, healed);
                return;
            }
        }
    }

    private static boolean isSprings(Advisor advisor) {
        return advisor.getAdvice().getClass().getName().startsWith("org.springframework.resilience.");
    }
}
