package dev.heal.spring.autoconfigure;

import dev.heal.region.Region;
import dev.heal.resource.Resources;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * A target's resource is a bean, or what its region is; remembers what it was asked for, so that a message can name what is
 * needed.
 */
final class BeanResources implements Resources {

    private final @Nullable Object bean;
    private final @Nullable Region<?> region;
    private @Nullable Class<?> missing;

    BeanResources(@Nullable Object bean) {
        this(bean, null);
    }

    private BeanResources(@Nullable Object bean, @Nullable Region<?> region) {
        this.bean = bean;
        this.region = region;
    }

    /** Of a region: itself, and what calls are made with there. */
    static BeanResources of(Region<?> region) {
        return new BeanResources(region.resource(), region);
    }

    @Override
    public <T> Optional<T> find(Class<T> type) {
        if (type.isInstance(bean)) {
            return Optional.of(type.cast(bean));
        }
        if (type.isInstance(region)) {
            return Optional.of(type.cast(region));
        }
        missing = type;
        return Optional.empty();
    }

    @Nullable
    Object bean() {
        return bean;
    }

    /** What the thing is, for a message. */
    String type() {
        return bean == null ? "nothing" : ClassUtils.getUserClass(bean).getName();
    }

    boolean isRegion() {
        return region != null;
    }

    /** What was asked for last, in vain. */
    String missing() {
        return missing == null ? "resource" : missing.getSimpleName();
    }
}
