package dev.heal.spring.autoconfigure;

import dev.heal.resource.Resources;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A target's resource is a bean; remembers what it was asked for, so that a message can name what is needed. */
final class BeanResources implements Resources {

    private final @Nullable Object bean;
    private @Nullable Class<?> missing;

    BeanResources(@Nullable Object bean) {
        this.bean = bean;
    }

    @Override
    public <T> Optional<T> find(Class<T> type) {
        if (type.isInstance(bean)) {
            return Optional.of(type.cast(bean));
        }
        missing = type;
        return Optional.empty();
    }

    @Nullable
    Object bean() {
        return bean;
    }

    /** What was asked for last, in vain. */
    String missing() {
        return missing == null ? "resource" : missing.getSimpleName();
    }
}
