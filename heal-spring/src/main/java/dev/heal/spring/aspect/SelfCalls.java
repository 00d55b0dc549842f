package dev.heal.spring.aspect;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Finds methods of a class that call a method of the same object, which no proxy sees.
 *
 * <p>The rule, read from the class file: a method that is not static contains a call of one of the wanted methods on the
 * class itself, and nothing else in that method could be the receiver. As soon as the method gets hold of another value of
 * the class's own type, from a field, a parameter, a call, {@code new} or a cast, nothing is said: {@code self.find()} is no
 * self-call, and to accuse wrongly is worse than to be silent. Lambdas and method references count for the method that they
 * are written in. A class whose file cannot be read has no self-calls.
 */
final class SelfCalls {

    /**
     * @param caller name and descriptor of the method that calls
     * @param callerText such as {@code checkout(Order)}
     * @param callee name and descriptor of the method that is called
     */
    record SelfCall(String caller, String callerText, String callee) {}

    private final Class<?> type;
    private final Map<String, Class<?>> family = new LinkedHashMap<>();
    private final Set<String> wanted;

    private SelfCalls(Class<?> type, Set<String> wanted) {
        this.type = type;
        this.wanted = wanted;
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            join(c);
        }
        for (Class<?> each : ClassUtils.getAllInterfacesForClass(type)) {
            join(each);
        }
    }

    private void join(Class<?> member) {
        if (!member.getName().startsWith("java.") && !member.getName().startsWith("org.springframework.")) {
            family.put(Type.getInternalName(member), member);
        }
    }

    /** @param wanted names and descriptors of the methods in question */
    static List<SelfCall> of(Class<?> type, Set<String> wanted) {
        try {
            return new SelfCalls(type, wanted).find();
        } catch (RuntimeException | LinkageError | IOException unreadable) {
            return List.of();
        }
    }

    private List<SelfCall> find() throws IOException {
        Set<SelfCall> calls = new LinkedHashSet<>();
        Set<String> overridden = new HashSet<>();
        for (Class<?> member : family.values()) {
            List<MethodBody> bodies = read(member);
            Map<String, MethodBody> writtenIn = new HashMap<>();
            bodies.forEach(body -> body.lambdas.forEach(lambda -> writtenIn.put(lambda, body)));
            for (MethodBody body : bodies) {
                // What a subclass overrides is not what is called.
                if (overridden.contains(body.key()) || body.calls.isEmpty() || mayCallAnother(body)) {
                    continue;
                }
                MethodBody caller = writtenIn(body, writtenIn);
                body.calls.forEach(callee -> calls.add(new SelfCall(caller.key(), caller.text(), callee)));
            }
            bodies.forEach(body -> overridden.add(body.key()));
        }
        return new ArrayList<>(calls);
    }

    /** The method that a lambda, or a lambda in a lambda, is written in; any other method itself. */
    private static MethodBody writtenIn(MethodBody body, Map<String, MethodBody> writtenIn) {
        MethodBody method = body;
        for (int depth = 0; depth < 10 && writtenIn.containsKey(method.key()); depth++) {
            method = writtenIn.get(method.key());
        }
        return method;
    }

    private List<MethodBody> read(Class<?> member) throws IOException {
        ClassLoader loader = member.getClassLoader();
        String file = ClassUtils.convertClassNameToResourcePath(member.getName()) + ClassUtils.CLASS_FILE_SUFFIX;
        try (InputStream bytes = loader == null ? null : loader.getResourceAsStream(file)) {
            if (bytes == null) {
                return List.of();
            }
            BodyReader reader = new BodyReader(Type.getInternalName(member), family.keySet(), wanted);
            new ClassReader(bytes).accept(reader, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return reader.bodies();
        }
    }

    private boolean mayCallAnother(MethodBody body) {
        for (String other : body.valueTypes) {
            Class<?> known = load(other);
            // What cannot be loaded may be anything.
            if (known == null || (known != Object.class && known.isAssignableFrom(type)) || mayReceive(body, known)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayReceive(MethodBody body, Class<?> value) {
        return body.owners.stream().map(family::get).anyMatch(owner -> owner != null && owner.isAssignableFrom(value));
    }

    private @Nullable Class<?> load(String internalName) {
        try {
            return Class.forName(Type.getObjectType(internalName).getClassName(), false, type.getClassLoader());
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }
}
