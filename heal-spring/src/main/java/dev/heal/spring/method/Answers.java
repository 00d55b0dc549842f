package dev.heal.spring.method;

import dev.heal.check.Checked;
import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.remediation.NoSettings;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of a detector's method means.
 *
 * @param <P> what the policy has to say about it
 */
@FunctionalInterface
interface Answers<P extends Record & Checked> {

    Verdict judge(Word word, P settings, Object answer);

    Answers<NoSettings> YES_OR_NO = (word, settings, answer) -> (Boolean) answer
            ? Verdict.unhealthy(Evidence.of(word.name() + ": " + word.signature() + " of the bean " + word.bean()
                            + " says that it is sick")
                    .with(word.name(), true))
            : Verdict.healthy();

    Answers<Limits> NUMBER = (word, limits, answer) -> {
        double number = ((Number) answer).doubleValue();
        if (!Double.isFinite(number)) {
            return Verdict.inconclusive(word.name() + " is " + number);
        }
        return limits.isBroken(number)
                ? Verdict.unhealthy(Evidence.of(word.name() + " is " + Limits.text(number) + ", " + limits.text())
                        .with(word.name(), Limits.text(number)))
                : Verdict.healthy();
    };

    /** An application's own words go to logs and notebooks, so they are made safe first. */
    Answers<NoSettings> VERDICT = (word, settings, answer) -> {
        if (answer instanceof Verdict.Unhealthy sick) {
            Evidence evidence = Evidence.of(SafeText.of(sick.evidence().summary()));
            for (Map.Entry<String, String> figure : sick.evidence().figures().entrySet()) {
                evidence = evidence.with(SafeText.of(figure.getKey()), SafeText.of(figure.getValue()));
            }
            return Verdict.unhealthy(evidence);
        }
        return answer instanceof Verdict.Inconclusive unknown
                ? Verdict.inconclusive(SafeText.of(unknown.reason()))
                : Verdict.healthy();
    };

    Answers<NoSettings> HEALTH = (word, settings, answer) -> HealthAnswers.judge(word, answer);

    /** The kind of detector that a method of this return type is, or null if it can be none. */
    static @Nullable MethodDetectorKind<?> kind(Word word, Class<?> returned, Duration timeLimit) {
        if (returned == boolean.class || returned == Boolean.class) {
            return new MethodDetectorKind<>(word, new NoSettings(), timeLimit, YES_OR_NO);
        }
        boolean isPrimitiveNumber = returned.isPrimitive() && returned != void.class && returned != char.class;
        if (isPrimitiveNumber || Number.class.isAssignableFrom(returned)) {
            return new MethodDetectorKind<>(word, Limits.NONE, timeLimit, NUMBER);
        }
        if (Verdict.class.isAssignableFrom(returned)) {
            return new MethodDetectorKind<>(word, new NoSettings(), timeLimit, VERDICT);
        }
        // By its name, because Spring Boot's health need not be there.
        return returned.getName().equals("org.springframework.boot.health.contributor.Health")
                ? new MethodDetectorKind<>(word, new NoSettings(), timeLimit, HEALTH)
                : null;
    }
}
