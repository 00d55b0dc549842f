package dev.heal.spring.autoconfigure;

import dev.heal.admission.LoadShedder;
import dev.heal.region.Region;
import dev.heal.resource.Resources;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.util.List;
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

    private final ResourceBeans beans;

    BeanResources(@Nullable Object bean, ResourceBeans beans) {
        this(bean, null, beans);
    }

    private BeanResources(@Nullable Object bean, @Nullable Region<?> region, ResourceBeans beans) {
        this.bean = bean;
        this.region = region;
        this.beans = beans;
    }

    /** Of a region: itself, and what calls are made with there. */
    static BeanResources of(Region<?> region, ResourceBeans beans) {
        return new BeanResources(region.resource(), region, beans);
    }

    /** A load shedder need not be named where there is but one: it is the application's, not the target's. */
    @Override
    public <T> T require(Class<T> type) {
        Optional<T> own = find(type);
        if (own.isPresent() || type != LoadShedder.class) {
            return own.orElseGet(() -> Resources.super.require(type));
        }
        List<String> names = beans.shedders();
        if (names.size() == 1) {
            return type.cast(beans.get(names.get(0)));
        }
        throw names.isEmpty()
                ? NoShedderException.atAll()
                : new NoShedderException(
                        "does not say which of the load shedders it is about: " + String.join(", ", names),
                        "write shedder: " + names.get(0) + ", for instance");
    }

    /** Under its bean's name, or its own. */
    @Override
    public <T> T require(Class<T> type, String name) {
        if (type != LoadShedder.class) {
            return Resources.super.require(type, name);
        }
        List<String> names = beans.shedders();
        for (String each : names) {
            LoadShedder shedder = (LoadShedder) beans.get(each);
            if (each.equals(name) || shedder.name().equals(name)) {
                return type.cast(shedder);
            }
        }
        throw names.isEmpty()
                ? NoShedderException.atAll()
                : new NoShedderException("names no load shedder: " + SafeText.of(name), Nearest.hint(name, names));
    }

    /** Which load shedder is meant is not known. */
    static final class NoShedderException extends IllegalStateException {
        private final String wrong;
        private final String fix;

        NoShedderException(String wrong, String fix) {
            super(wrong);
            this.wrong = wrong;
            this.fix = fix;
        }

        static NoShedderException atAll() {
            return new NoShedderException(
                    "needs a load shedder, and this application has none",
                    "write heal.load-shedding.web, or declare a LoadShedder bean");
        }

        String wrong() {
            return wrong;
        }

        String fix() {
            return fix;
        }
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
