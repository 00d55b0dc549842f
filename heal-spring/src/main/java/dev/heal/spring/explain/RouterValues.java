package dev.heal.spring.explain;

import dev.heal.spring.binding.Node;
import dev.heal.spring.binding.RouterSettings;
import dev.heal.spring.binding.RouterSettings.RegionSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every value that holds for a router, by its path below the router, beside the place where it is written, if it is. */
final class RouterValues {

    /** @param holds what the value has become; null for none */
    record Entry(@Nullable Node node, @Nullable Object holds) {}

    private final RouterSettings router;
    private final Map<String, Entry> values = new LinkedHashMap<>();

    private RouterValues(RouterSettings router) {
        this.router = router;
    }

    /** None of a router that is a bean of the application's own. */
    static Map<String, Entry> of(@Nullable RouterSettings router) {
        return router == null ? Map.of() : new RouterValues(router).collect();
    }

    private Map<String, Entry> collect() {
        router.regions().forEach(this::add);
        Node probe = router.node().child("probe");
        add("probe.kind", probe, "kind", router.probe().kind());
        if (!router.probe().path().isEmpty()) {
            add("probe.path", probe, "path", router.probe().path());
        }
        add("probe.every", probe, "every", router.probe().every());
        add("probe.within", probe, "within", router.probe().within());
        add("probe.failures", probe, "failures", router.probe().failures());
        add("writes", router.node(), "writes", router.writes());
        add("in-flight", router.node(), "in-flight", router.inFlight());
        return values;
    }

    private void add(RegionSettings region) {
        String path = "regions." + region.name() + ".";
        URI url = region.url();
        String key = router.place().name().toLowerCase(Locale.ROOT).replace('_', '-');
        add(path + key, region.node(), key, url == null ? region.bean() : url.toString());
        add(path + "weight", region.node(), "weight", region.weight());
        Object capacity = Double.isNaN(region.capacity()) ? "not said" : (Object) region.capacity();
        add(path + "capacity", region.node(), "capacity", capacity);
    }

    private void add(String path, @Nullable Node above, String key, @Nullable Object holds) {
        values.put(path, new Entry(above == null ? null : above.child(key), holds));
    }
}
