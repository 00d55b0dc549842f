package dev.heal.spring.autoconfigure;

import dev.heal.admission.LoadShedder;
import dev.heal.region.RegionRouter;
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

    boolean isA(String name, Class<?> type) {
        return beans.isTypeMatch(name, type);
    }

    /** The routers that the application has made itself, and those of heal's under their beans' names. */
    List<String> routers() {
        return List.of(beans.getBeanNamesForType(RegionRouter.class, true, false));
    }

    /** The names of all beans, for those that are like a name that is none. */
    List<String> all() {
        return List.of(beans.getBeanDefinitionNames());
    }

    /** The load shedders there are, by their beans' names. */
    List<String> shedders() {
        return List.of(beans.getBeanNamesForType(LoadShedder.class, true, false));
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
