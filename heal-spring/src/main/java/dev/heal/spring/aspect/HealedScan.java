package dev.heal.spring.aspect;

import dev.heal.spring.Healed;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.asm.Type;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/** Looks at every bean once, at the start: what is annotated, what cannot work, and what Spring cannot intercept. */
public final class HealedScan {

    private record Intercepted(Method method, String target) {}

    private final ConfigurableListableBeanFactory beans;
    private final HealedMethods methods;
    private final Map<String, String> targets = new LinkedHashMap<>();
    private final List<String> missingFallbacks = new ArrayList<>();
    private final List<String> notIntercepted = new ArrayList<>();

    private HealedScan(ConfigurableListableBeanFactory beans, HealedMethods methods) {
        this.beans = beans;
        this.methods = methods;
    }

    public static HealedScan of(ConfigurableListableBeanFactory beans, HealedMethods methods) {
        HealedScan scan = new HealedScan(beans, methods);
        for (String name : beans.getBeanDefinitionNames()) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : scan.typeOf(name);
            if (type != null && methods.concerns(type)) {
                Subject.types(type).forEach(itself -> scan.look(name, itself));
            }
        }
        return scan;
    }

    /** The target that is named, by the bean and method that name it. */
    public Map<String, String> targets() {
        return targets;
    }

    /** One sentence for each fallback that is not there. */
    public List<String> missingFallbacks() {
        return missingFallbacks;
    }

    /** One sentence for each method that nobody guards although it is annotated. */
    public List<String> notIntercepted() {
        return notIntercepted;
    }

    private @Nullable Class<?> typeOf(String name) {
        try {
            return AutoProxyUtils.determineTargetClass(beans, name);
        } catch (RuntimeException | LinkageError unknown) {
            // A bean whose type cannot be told is not ours to complain about.
            return null;
        }
    }

    private void look(String bean, Class<?> type) {
        boolean any = false;
        Map<String, Intercepted> intercepted = new LinkedHashMap<>();
        for (Method method : Subject.methods(type)) {
            Healed healed = HealedMethods.annotation(method, type);
            if (healed != null) {
                boolean reached = look(bean, type, method, healed);
                any |= reached;
                if (reached) {
                    intercepted.put(
                            method.getName() + Type.getMethodDescriptor(method),
                            new Intercepted(method, healed.name()));
                }
            }
        }
        tellSelfCalls(bean, type, intercepted);
        if (any && !isAdvised(bean)) {
            notIntercepted.add("bean " + bean + ": calls of " + type.getSimpleName()
                    + " are not guarded, because it was made before Spring could put a proxy around it");
        }
    }

    /** A call between two methods of one target is guarded by the outer one already. */
    private void tellSelfCalls(String bean, Class<?> type, Map<String, Intercepted> intercepted) {
        for (SelfCalls.SelfCall call : SelfCalls.of(type, intercepted.keySet())) {
            Intercepted caller = intercepted.get(call.caller());
            Intercepted callee = intercepted.get(call.callee());
            if (callee != null && (caller == null || !caller.target().equals(callee.target()))) {
                notIntercepted.add("bean " + bean + ": " + type.getSimpleName() + "." + call.callerText() + " calls "
                        + Fallbacks.signature(callee.method())
                        + " of the same object, which is not guarded by @Healed: move one of them to another bean, or call"
                        + " heal.guard(\"" + callee.target() + "\")");
            }
        }
    }

    private boolean look(String bean, Class<?> type, Method method, Healed healed) {
        String place = "bean " + bean + ": " + type.getSimpleName() + "." + Fallbacks.signature(method);
        targets.put(place, healed.name());
        try {
            // Of a bean that is not made yet only an interface may be known, and the fallback may be in its class.
            if (!type.isInterface() || isMadeOfInterfaces(bean)) {
                methods.find(method, type);
            }
        } catch (Fallbacks.MissingFallbackException missing) {
            missingFallbacks.add(place + ": " + missing.getMessage());
        }
        String obstacle = obstacle(bean, type, method);
        if (obstacle != null) {
            notIntercepted.add(place + " is not guarded, because " + obstacle);
        }
        return obstacle == null;
    }

    private boolean isMadeOfInterfaces(String name) {
        Class<?> type = typeOf(name);
        return type != null && Subject.isMadeOfInterfaces(ClassUtils.getUserClass(type));
    }

    private @Nullable String obstacle(String bean, Class<?> type, Method method) {
        int modifiers = method.getModifiers();
        if (HealedMethods.isBeanMethod(method)) {
            return "it makes a bean: annotate the methods of that bean";
        }
        if (Modifier.isStatic(modifiers)) {
            return "it is static: make it a method of the bean";
        }
        if (Modifier.isPrivate(modifiers)) {
            return "it is private: make it public, and call it from another bean";
        }
        if (Modifier.isFinal(type.getModifiers())) {
            return "its class is final: take the word away";
        }
        if (Modifier.isFinal(modifiers)) {
            return "it is final: take the word away";
        }
        boolean visible = Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
        if (!visible && !type.isInterface() && !samePackage(method.getDeclaringClass(), type)) {
            return "it is package-private in another package: make it public";
        }
        Object made = beans.containsSingleton(bean) ? beans.getSingleton(bean) : null;
        if (made != null && AopUtils.isJdkDynamicProxy(made) && !isOfAnInterface(made, method)) {
            return "no interface of the bean has it, and its proxy has nothing else: put it into the interface, or let"
                    + " spring.aop.proxy-target-class be true";
        }
        return null;
    }

    private static boolean samePackage(Class<?> one, Class<?> other) {
        return one.getPackageName().equals(other.getPackageName()) && one.getClassLoader() == other.getClassLoader();
    }

    private static boolean isOfAnInterface(Object proxy, Method method) {
        for (Class<?> each : proxy.getClass().getInterfaces()) {
            for (Method declared : each.getMethods()) {
                if (declared.getName().equals(method.getName())
                        && declared.getParameterCount() == method.getParameterCount()) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isAdvised(String name) {
        Object bean = beans.containsSingleton(name) ? beans.getSingleton(name) : null;
        // What a factory makes, or a scope keeps, is looked at when it is made; here is only the factory.
        if (bean == null || bean instanceof FactoryBean) {
            return true;
        }
        if (!(bean instanceof Advised advised)) {
            return false;
        }
        for (var advisor : advised.getAdvisors()) {
            if (advisor instanceof HealedAdvisor) {
                return true;
            }
        }
        return false;
    }
}
