package dev.heal.spring.autoconfigure;

import dev.heal.region.RegionRouter;
import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.Node;
import dev.heal.spring.binding.RouterSettings;
import dev.heal.spring.binding.TargetSettings;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the router that a target names: one that is written, or a bean; what a bean lacks is told where it is named. */
final class RouterAssembly {

    private final HealSettings settings;
    private final ResourceBeans beans;
    private final Routers routers;

    RouterAssembly(HealSettings settings, ResourceBeans beans, Routers routers) {
        this.settings = settings;
        this.beans = beans;
        this.routers = routers;
    }

    /** The router of a target that names one; null if there is none or a wrong one, which has been told then. */
    @Nullable
    RegionRouter<?> find(TargetSettings target, Findings findings) {
        RouterSettings written = settings.router(target.router());
        RegionRouter<?> router =
                written == null ? bean(target.node(), target.router(), findings) : made(written, findings);
        if (router != null && !router.name().equals(target.name())) {
            findings.add(
                    at(target.node()),
                    "the router is called " + SafeText.of(router.name()) + ", and its regions are healed as "
                            + SafeText.of(router.name()) + "@<region>",
                    "call the target " + SafeText.of(router.name()) + ", or name the router "
                            + SafeText.of(target.name()));
            return null;
        }
        return router;
    }

    /** For a target that something else is wrong with: whether the name is known, so that all is told at once. */
    void checkName(Node target, Findings findings) {
        Node node = target.child("router");
        String name = node == null ? null : node.resolved();
        boolean isWritten = name != null && isWritten(name.strip());
        if (name != null && !isWritten && !beans.contains(name.strip())) {
            tellUnknown(target, name, findings);
        }
    }

    private boolean isWritten(String name) {
        Node all = settings.node().child("routers");
        return all != null && all.child(name) != null;
    }

    private void tellUnknown(Node target, String name, Findings findings) {
        Set<String> known = new LinkedHashSet<>();
        settings.routers().forEach(router -> known.add(router.name()));
        known.addAll(beans.routers());
        settings.routers().forEach(router -> known.remove(RouterSettings.beanName(router.name())));
        findings.add(
                at(target),
                "is neither a router under heal.routers nor a bean",
                known.isEmpty() ? "write heal.routers: { " + SafeText.of(name) + ": ... }" : Nearest.hint(name, known));
    }

    private static Node at(Node target) {
        Node node = target.child("router");
        return node == null ? target : node;
    }

    private @Nullable RegionRouter<?> bean(Node target, @Nullable String name, Findings findings) {
        if (name == null || !beans.contains(name)) {
            tellUnknown(target, String.valueOf(name), findings);
            return null;
        }
        Object bean;
        try {
            bean = beans.get(name);
        } catch (RuntimeException failed) {
            findings.add(at(target), "the bean cannot be made: " + SafeText.of(failed), "mend the bean");
            return null;
        }
        if (bean instanceof RegionRouter<?> router) {
            return router;
        }
        findings.add(
                at(target),
                "the bean is a " + bean.getClass().getName() + " and no RegionRouter",
                "name a bean that is one, or a router under heal.routers");
        return null;
    }

    private @Nullable RegionRouter<?> made(RouterSettings router, Findings findings) {
        try {
            return routers.router(router.name(), findings);
        } catch (RuntimeException | LinkageError failed) {
            findings.add(
                    router.node(), "cannot be made: " + SafeText.of(failed), "mend the beans that its regions name");
        }
        return null;
    }
}
