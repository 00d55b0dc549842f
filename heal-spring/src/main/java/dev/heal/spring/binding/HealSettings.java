package dev.heal.spring.binding;

import dev.heal.policy.Mode;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is written under {@code heal}, without any bean.
 *
 * @param tick null for heal's own
 * @param strict whether anything wrong fails the start
 * @param safety what keeps heal within bounds, over all targets
 * @param access who may look and who may order
 * @param web the load shedder before the web application; null for none
 * @param routers those that nothing is wrong with, in the order in which they are written
 * @param targets those that nothing is wrong with, in the order in which they are written
 * @param unsound those that something is wrong with, as they are written
 * @param findings what is wrong
 * @param node what is written, each value with its place
 */
public record HealSettings(
        Mode mode,
        Mode ceiling,
        @Nullable Duration tick,
        boolean strict,
        SafetySettings safety,
        AccessSettings access,
        @Nullable WebShedding web,
        List<RouterSettings> routers,
        List<TargetSettings> targets,
        List<Node> unsound,
        Findings findings,
        Node node) {

    /** What is not wrong but may not be meant, each in one sentence. */
    public List<String> warnings() {
        Stream<String> unanswered = targets.stream().flatMap(target -> target.unanswered().stream());
        return Stream.concat(unanswered, unused().stream()).distinct().toList();
    }

    /** Routers that no target names: that may be all an application wants of heal, or forgetfulness. A sentence each. */
    public List<String> unused() {
        return routers.stream()
                .filter(router -> Stream.concat(targets.stream().map(TargetSettings::node), unsound.stream())
                        .noneMatch(target -> isNamed(router, target.child("router"))))
                .map(router -> "router " + SafeText.of(router.name())
                        + ": no target names it, so its regions are not watched and its traffic stays where it is")
                .toList();
    }

    private static boolean isNamed(RouterSettings router, @Nullable Node name) {
        String text = name == null ? null : name.resolved();
        return text != null && RouterSettings.isMeant(router.name(), text);
    }

    /** The router that is written under this name, or whose bean is called so; null if none is. */
    public @Nullable RouterSettings router(@Nullable String name) {
        return routers.stream()
                .filter(router -> name != null && RouterSettings.isMeant(router.name(), name))
                .findFirst()
                .orElse(null);
    }

    /** The names of all targets, also of the wrong ones. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        targets.forEach(target -> names.add(target.name()));
        unsound.forEach(target -> names.add(target.name()));
        return names;
    }
}
