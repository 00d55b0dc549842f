package dev.heal.spring.actuate;

import dev.heal.Heal;
import dev.heal.observe.TargetStatus;
import dev.heal.policy.Orders;
import dev.heal.region.Region;
import dev.heal.text.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a target that is a region, as plain data. */
record RegionJson(Heal heal) {

    /** The region that the target keeps healthy; empty if it is none. */
    Optional<Region<?>> find(String target) {
        return heal.routers().values().stream()
                .<Region<?>>flatMap(router -> router.regions().stream())
                .filter(region -> region.target().equals(target))
                .findFirst();
    }

    /** Adds the region to what is told of its target; nothing to that of another one. */
    void addTo(Map<String, Object> json, TargetStatus status) {
        find(status.name()).ifPresent(region -> json.put("region", of(region, status)));
    }

    private static Map<String, Object> of(Region<?> region, TargetStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("router", SafeText.of(region.router().name()));
        json.put("name", SafeText.of(region.name()));
        json.put("home", region.weight() > 0);
        json.put("share", region.router().shares().getOrDefault(region.name(), 0.0));
        json.put("admitted", region.router().admitted(region.name()));
        json.put("mayWrite", region.mayWrite());
        json.put("pin", pin(status.orders().pin()));
        return json;
    }

    private static @Nullable Map<String, Object> pin(Orders.@Nullable Pin pin) {
        if (pin == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("region", SafeText.of(pin.region()));
        json.put("by", SafeText.of(pin.by()));
        json.put("reason", SafeText.of(pin.reason()));
        json.put("since", pin.since().toString());
        return json;
    }
}
