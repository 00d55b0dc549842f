package dev.heal;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** Follows the calls from a class's public methods as far as they stay in the hot packages. */
final class CallPathWithout extends ArchCondition<JavaClass> {

    private final JavaModifier forbidden;
    private final DescribedPredicate<JavaClass> hot;
    private final DescribedPredicate<? super JavaClass> rare;

    /** @param rare what only a call that fails or is slow passes through: not followed */
    CallPathWithout(JavaModifier forbidden, DescribedPredicate<? super JavaClass> rare, String... hotPackages) {
        super("call nothing " + forbidden.name().toLowerCase(Locale.ROOT) + " on their way");
        this.forbidden = forbidden;
        this.rare = rare;
        this.hot = resideInAnyPackage(hotPackages);
    }

    @Override
    public void check(JavaClass door, ConditionEvents events) {
        Set<JavaCodeUnit> seen = new LinkedHashSet<>();
        Deque<JavaCodeUnit> open = new ArrayDeque<>();
        door.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .forEach(open::add);
        while (!open.isEmpty()) {
            JavaCodeUnit code = open.remove();
            if (!seen.add(code)) {
                continue;
            }
            if (code.getModifiers().contains(forbidden)) {
                events.add(SimpleConditionEvent.violated(door, door.getName() + " reaches " + code.getFullName()));
            }
            for (JavaCall<?> call : code.getCallsFromSelf()) {
                if (hot.test(call.getTargetOwner()) && !rare.test(call.getTargetOwner())) {
                    call.getTarget().resolveMember().ifPresent(unit -> open.addAll(alsoWhereImplemented(unit)));
                }
            }
        }
    }

    /** A call of an interface may land in each of its implementations. */
    private static Set<JavaCodeUnit> alsoWhereImplemented(JavaCodeUnit unit) {
        Set<JavaCodeUnit> all = new LinkedHashSet<>();
        all.add(unit);
        if (unit instanceof JavaMethod method) {
            for (JavaClass below : method.getOwner().getAllSubclasses()) {
                below.tryGetMethod(method.getName(), names(method)).ifPresent(all::add);
            }
        }
        return all;
    }

    private static String[] names(JavaMethod method) {
        return method.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
    }
}
