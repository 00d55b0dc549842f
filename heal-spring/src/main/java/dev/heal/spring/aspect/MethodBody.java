package dev.heal.spring.aspect;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;

/** What was read of one method, as far as it tells who is called on whom. */
final class MethodBody {

    private final int access;
    private final String name;
    private final String descriptor;

    /** Wanted methods that are called on an object of the own type. */
    final Set<String> calls = new LinkedHashSet<>();

    /** The types, by their internal names, on which these calls are written. */
    final Set<String> owners = new LinkedHashSet<>();

    /** The types of all values that the method gets hold of, other than {@code this}. */
    final Set<String> valueTypes = new LinkedHashSet<>();

    /** Name and descriptor of the lambdas that are written in it. */
    final Set<String> lambdas = new LinkedHashSet<>();

    MethodBody(int access, String name, String descriptor) {
        this.access = access;
        this.name = name;
        this.descriptor = descriptor;
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            value(parameter);
        }
    }

    void value(Type type) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() == Type.OBJECT) {
            valueTypes.add(element.getInternalName());
        }
    }

    void call(String owner, String method) {
        calls.add(method);
        owners.add(owner);
    }

    String key() {
        return name + descriptor;
    }

    boolean isSynthetic() {
        return (access & Opcodes.ACC_SYNTHETIC) != 0;
    }

    /** As a person would write it. */
    String text() {
        String parameters = Arrays.stream(Type.getArgumentTypes(descriptor))
                .map(parameter -> simple(parameter.getClassName()))
                .collect(Collectors.joining(", ", "(", ")"));
        return (name.equals("<init>") ? "the constructor" : name) + parameters;
    }

    private static String simple(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    }
}
