package dev.heal.spring.autoconfigure;

import dev.heal.resource.PoolGauges;
import dev.heal.resource.Restartable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;

/** The beans that a target may name as its resource. */
final class ResourceBeans {

    private final ListableBeanFactory beans;

    ResourceBeans(ListableBeanFactory beans) {
        this.beans = beans;
    }

    boolean contains(String name) {
        return beans.containsBean(name);
    }

    Object get(String name) {
        return beans.getBean(name);
    }

    /** Those that are likely to be meant. */
    List<String> names() {
        Set<String> names = new TreeSet<>();
        for (Class<?> type : List.of(DataSource.class, Restartable.class, PoolGauges.class)) {
            names.addAll(List.of(beans.getBeanNamesForType(type, true, false)));
        }
        return List.copyOf(names);
    }
}
