package dev.heal.spring.binding;

import dev.heal.remediation.FailoverRegion;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a target with a router may say, and what one without may not.
 *
 * @param sound the routers that nothing is wrong with
 * @param written the names of all that are written
 */
record Routed(List<RouterSettings> sound, List<String> written) {

    /** The target's router; null if it names none, or none that can be meant. */
    @Nullable
    String router(Section target, Findings findings) {
        String name = target.optional("router", Values.TEXT);
        Node node = target.child("router");
        if (name == null || node == null) {
            return null;
        }
        Map<String, String> instead = new LinkedHashMap<>();
        instead.put("resource", "take it away, and name what calls are made with under heal.routers, region by region");
        instead.put("circuit-breaker", "take it away: each region has a circuit breaker of its own");
        instead.put("driven", "take it away: each region has a circuit breaker of its own, and that is driven");
        instead.put(
                "scope",
                "take it away: the regions are the members of the scope "
                        + SafeText.of(target.node().name()) + ", and heal.scopes may say what holds for it");
        instead.forEach((key, fix) -> {
            Node other = target.child(key);
            if (other != null) {
                findings.add(other, "cannot stand beside router", fix);
            }
        });
        checkName(target.node().name(), name, node, findings);
        return name;
    }

    private void checkName(String target, String name, Node node, Findings findings) {
        String known = written.stream()
                .filter(router -> RouterSettings.isMeant(router, name))
                .findFirst()
                .orElse(null);
        // One that is not written may be a bean, which only the start knows.
        if (known != null && !known.equals(target)) {
            findings.add(
                    node,
                    "is called otherwise than its target, and its regions are healed as " + SafeText.of(known)
                            + "@<region>",
                    "call the router " + SafeText.of(target) + ", or the target " + SafeText.of(known));
        }
    }

    /** A target called as a region of a routed one would be there twice, and heal takes none of either then. */
    boolean isRegion(Node target, Node targets, Findings findings) {
        int at = target.name().indexOf('@');
        Node routed = at < 0 ? null : targets.child(target.name().substring(0, at));
        boolean isRegion = routed != null && routed.child("router") != null;
        if (routed != null && isRegion) {
            String name = SafeText.of(routed.name());
            findings.add(
                    target,
                    "is called as a region of " + name + ", whose regions are targets already",
                    "take it away: they are configured through heal.targets." + name + "; or call it otherwise");
        }
        return isRegion;
    }

    /** Whether it is one of those that are written and wrong, which has been told where it is written. */
    boolean isUnsound(@Nullable String router) {
        return router != null
                && written.stream().anyMatch(name -> RouterSettings.isMeant(name, router))
                && find(router) == null;
    }

    private @Nullable RouterSettings find(@Nullable String name) {
        return sound.stream()
                .filter(router -> name != null && RouterSettings.isMeant(router.name(), name))
                .findFirst()
                .orElse(null);
    }

    /** Whether the steps fit a target with this router, or with none. */
    void check(String target, @Nullable String router, PolicySettings policy, Findings findings) {
        for (StepSettings step : policy.steps()) {
            if (step.action().settings() instanceof FailoverRegion.Settings settings) {
                Node node = step.action().node();
                if (router == null) {
                    findings.add(
                            node,
                            "moves the traffic of a region, and the target " + SafeText.of(target) + " has no router",
                            "write heal.targets." + SafeText.of(target) + ".router and the name of one"
                                    + (written.isEmpty() ? " under heal.routers" : " (" + Nearest.known(written) + ")")
                                    + ", or take the step away");
                } else {
                    checkDestinations(find(router), settings.to(), node, findings);
                }
            }
        }
    }

    private static void checkDestinations(
            @Nullable RouterSettings router, List<String> to, Node step, Findings findings) {
        Node node = step.child("to");
        if (node == null || router == null || to.isEmpty()) {
            return;
        }
        for (String region : to) {
            if (!router.names().contains(region)) {
                findings.add(
                        node,
                        SafeText.of(region) + " is no region of the router " + SafeText.of(router.name()),
                        Nearest.hint(region, router.names()));
            }
        }
        if (to.size() == 1 && router.names().contains(to.get(0))) {
            findings.add(
                    node,
                    "leaves " + SafeText.of(to.get(0)) + " itself nowhere to go",
                    "name a second one, or leave it out: then any other region that is well will do");
        }
    }
}
