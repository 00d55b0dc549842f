package dev.heal.spring.method;

import dev.heal.detect.DetectorKind;
import dev.heal.detect.Detectors;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.RemediationKind;
import dev.heal.remediation.Remediations;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import dev.heal.spring.HealDetector;
import dev.heal.spring.HealRemediation;
import dev.heal.spring.binding.Finding;
import dev.heal.spring.binding.Findings;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/** Looks at the methods of types and sorts what it finds into words and findings. */
final class WordScan {

    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern DURATION = Pattern.compile("[1-9][0-9]{0,6}(ms|s|m)");
    private static final Set<String> DETECTORS =
            Detectors.kinds().stream().map(DetectorKind::name).collect(Collectors.toSet());
    private static final Set<String> REMEDIATIONS =
            Remediations.kinds().stream().map(RemediationKind::name).collect(Collectors.toSet());

    private final Map<String, List<MethodDetectorKind<?>>> detectors = new LinkedHashMap<>();
    private final Map<String, List<MethodRemediationKind>> remediations = new LinkedHashMap<>();
    private final Findings findings = new Findings();

    static boolean mayHaveWords(Class<?> type) {
        return !type.getName().startsWith("java.") && !type.getName().startsWith("org.springframework.");
    }

    /** @param scope null for a singleton */
    void look(@Nullable String bean, Class<?> type, @Nullable BeanFactory beans, @Nullable String scope) {
        Method[] methods;
        try {
            methods = ReflectionUtils.getUniqueDeclaredMethods(type);
        } catch (RuntimeException | LinkageError unreadable) {
            return;
        }
        for (Method method : methods) {
            if (method.isBridge() || method.isSynthetic() || method.getDeclaringClass() == Object.class) {
                continue;
            }
            HealDetector detector = AnnotatedElementUtils.findMergedAnnotation(method, HealDetector.class);
            if (detector != null) {
                detector(new Word(detector.value().strip(), bean, type, method, beans), detector, scope);
            }
            HealRemediation remediation = AnnotatedElementUtils.findMergedAnnotation(method, HealRemediation.class);
            if (remediation != null) {
                remediation(new Word(remediation.value().strip(), bean, type, method, beans), remediation, scope);
            }
        }
    }

    /** A name that two methods have is nobody's: to choose would be to guess. */
    MethodWords words() {
        List<DetectorKind<?>> judging = new ArrayList<>();
        detectors.values().forEach(same -> {
            if (same.size() == 1) {
                judging.add(same.get(0));
            } else {
                same.stream()
                        .skip(1)
                        .forEach(kind -> taken(kind.word(), same.get(0).word()));
            }
        });
        List<RemediationKind<?>> repairing = new ArrayList<>();
        remediations.values().forEach(same -> {
            if (same.size() == 1) {
                repairing.add(same.get(0));
            } else {
                same.stream()
                        .skip(1)
                        .forEach(kind -> taken(kind.word(), same.get(0).word()));
            }
        });
        return new MethodWords(List.copyOf(judging), List.copyOf(repairing), findings);
    }

    private void detector(Word word, HealDetector how, @Nullable String scope) {
        if (!isCallable(word, scope, DETECTORS)) {
            return;
        }
        if (word.method().getParameterCount() > 0) {
            wrong(word, "takes parameters, and nobody has any for it", "let it take none");
            return;
        }
        if (!DURATION.matcher(how.timeLimit()).matches()) {
            wrong(word, "has the time limit \"" + how.timeLimit() + "\"", "write a span with its unit, such as 2s");
            return;
        }
        Duration limit = DurationStyle.SIMPLE.parse(how.timeLimit());
        Class<?> returned = GenericTypeResolver.resolveReturnType(word.method(), word.type());
        MethodDetectorKind<?> kind = Answers.kind(word, returned, limit);
        if (kind == null) {
            wrong(
                    word,
                    "returns " + returned.getSimpleName() + ", which says nothing of health",
                    "let it return a boolean (true is sick), a number, a Verdict or Spring Boot's Health");
            return;
        }
        detectors.computeIfAbsent(word.name(), unused -> new ArrayList<>()).add(kind);
    }

    private void remediation(Word word, HealRemediation how, @Nullable String scope) {
        if (!isCallable(word, scope, REMEDIATIONS)) {
            return;
        }
        Class<?>[] parameters = word.method().getParameterTypes();
        if (parameters.length > 1 || (parameters.length == 1 && parameters[0] != RemediationContext.class)) {
            wrong(word, "takes parameters that nobody has for it", "let it take none, or one RemediationContext");
            return;
        }
        Class<?> returned = GenericTypeResolver.resolveReturnType(word.method(), word.type());
        boolean undoes = Undo.class.isAssignableFrom(returned) || Runnable.class.isAssignableFrom(returned);
        if (returned != void.class && !undoes) {
            wrong(
                    word,
                    "returns " + returned.getSimpleName() + ", which is no way to undo it",
                    "let it return nothing, an Undo or a Runnable");
            return;
        }
        if (how.risk().length > 1) {
            wrong(word, "names " + how.risk().length + " risks", "keep the worst");
            return;
        }
        Risk risk = how.risk().length == 1 ? how.risk()[0] : undoes ? Risk.REVERSIBLE : Risk.DISRUPTIVE;
        if (risk == Risk.REVERSIBLE && !undoes) {
            wrong(
                    word,
                    "is called REVERSIBLE and returns nothing to undo it with",
                    "let it return an Undo or a Runnable, or write another risk");
            return;
        }
        String plan = how.plan().isBlank() ? word.name() : how.plan().strip();
        remediations
                .computeIfAbsent(word.name(), unused -> new ArrayList<>())
                .add(new MethodRemediationKind(word, risk, plan));
    }

    private boolean isCallable(Word word, @Nullable String scope, Set<String> taken) {
        int modifiers = word.method().getModifiers();
        if (Modifier.isStatic(modifiers)) {
            wrong(word, "is static", "make it a method of the bean");
        } else if (Modifier.isPrivate(modifiers)) {
            wrong(word, "is private", "make it public");
        } else if (word.name().isEmpty()) {
            wrong(word, "has no name", "give it one in kebab-case, such as stale-cache");
        } else if (!KEBAB.matcher(word.name()).matches()) {
            wrong(word, "is not in kebab-case", "write small letters, digits and single dashes, such as stale-cache");
        } else if (taken.contains(word.name())) {
            wrong(word, "is a word of heal's own", "give it another name");
        } else if (scope != null) {
            wrong(
                    word,
                    "belongs to a bean of scope " + scope + ", so there is no one bean to ask",
                    "make it a singleton");
        } else {
            return true;
        }
        return false;
    }

    private void taken(Word word, Word other) {
        wrong(word, "is the name of " + other.place() + ", too, so neither is used", "give each a name of its own");
    }

    private void wrong(Word word, String wrong, String fix) {
        findings.add(new Finding(property(word), word.name(), "", wrong, fix));
    }

    static Finding overlooked(Word word) {
        return new Finding(
                property(word),
                word.name(),
                "",
                "was not to be seen in the type that the bean's definition tells",
                "let the @Bean method return " + word.type().getSimpleName());
    }

    /** Where a finding belongs. */
    static String property(Word word) {
        String annotation = Stream.of(HealDetector.class, HealRemediation.class)
                .filter(type -> AnnotatedElementUtils.hasAnnotation(word.method(), type))
                .map(Class::getSimpleName)
                .findFirst()
                .orElse("");
        return "@" + annotation + ", " + word.place();
    }
}
