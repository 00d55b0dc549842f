package dev.heal.spring.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import dev.heal.resource.RestartablePool;
import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.SettingsReader;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;

/** Makes the pools restartable that a target names as its resource, before anybody gets hold of them. */
final class RestartablePools implements DestructionAwareBeanPostProcessor, PriorityOrdered {

    private static final Logger LOG = LoggerFactory.getLogger(RestartablePools.class);

    private final Set<String> resources;
    private final BeanFactory beans;
    private final Map<Object, RestartablePool> byOriginal = new ConcurrentHashMap<>();

    RestartablePools(ConfigurableEnvironment environment, BeanFactory beans) {
        this.resources = SettingsReader.resources(ConfigurationTree.of(environment));
        this.beans = beans;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof HikariDataSource pool) || bean instanceof RestartablePool || !isNamed(name)) {
            return bean;
        }
        try {
            RestartablePool restartable = RestartablePool.wrap(name, pool, Clock.system());
            byOriginal.put(pool, restartable);
            return restartable;
        } catch (RuntimeException refused) {
            LOG.warn("the pool {} cannot be made restartable: {}", name, SafeText.of(refused));
            return bean;
        }
    }

    /** Spring closes the bean that it has made, which after a restart is a pool of the past. */
    @Override
    public void postProcessBeforeDestruction(Object bean, String name) {
        RestartablePool restartable = requiresDestruction(bean) ? byOriginal.remove(bean) : null;
        if (restartable != null) {
            restartable.close();
        }
    }

    @Override
    public boolean requiresDestruction(Object bean) {
        // Other beans are not asked for their hash code, which may be anything for an object of somebody else's making.
        return bean instanceof HikariDataSource && byOriginal.containsKey(bean);
    }

    private boolean isNamed(String name) {
        if (resources.contains(name)) {
            return true;
        }
        for (String alias : beans.getAliases(name)) {
            if (resources.contains(alias)) {
                return true;
            }
        }
        return false;
    }
}
