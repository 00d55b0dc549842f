package dev.heal.spring.autoconfigure;

import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.Node;
import dev.heal.spring.binding.RouterSettings;
import dev.heal.spring.binding.RouterSettings.Place;
import dev.heal.spring.binding.RouterSettings.RegionSettings;
import dev.heal.text.Nearest;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/** The beans that the regions of a written router name, which only the start knows. */
record RegionBeans(ResourceBeans beans) {

    void check(RouterSettings router, Findings findings) {
        router.regions().forEach(region -> check(router.place(), region, findings));
    }

    private void check(Place place, RegionSettings region, Findings findings) {
        String name = region.bean();
        Node node = region.node().child(place.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (name == null || node == null) {
            return;
        }
        if (!beans.contains(name)) {
            List<String> likely = place == Place.DATA_SOURCE ? beans.names() : beans.all();
            String fix = place == Place.DATA_SOURCE
                    ? Nearest.hint(name, likely)
                    : Nearest.to(name, likely)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("name one that is");
            findings.add(node, "is no bean of this application", fix);
        } else if (place == Place.DATA_SOURCE && !beans.isA(name, DataSource.class)) {
            findings.add(node, "is a bean, and no DataSource", "name one that is, or write resource: instead");
        }
    }
}
