package dev.heal.spring.method;

import dev.heal.detect.Evidence;
import dev.heal.detect.Verdict;
import dev.heal.text.SafeText;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What Spring Boot's health means. Apart, because it need not be there. */
final class HealthAnswers {

    private static final int MOST_FIGURES = 20;

    private HealthAnswers() {}

    static Verdict judge(Word word, Object answer) {
        Health health = (Health) answer;
        Status status = health.getStatus();
        if (status.equals(Status.UP)) {
            return Verdict.healthy();
        }
        if (!status.equals(Status.DOWN) && !status.equals(Status.OUT_OF_SERVICE)) {
            return Verdict.inconclusive(word.name() + " is " + SafeText.of(status.getCode()));
        }
        Evidence evidence = Evidence.of(word.name() + " is " + status.getCode());
        int figures = 0;
        for (Map.Entry<String, Object> detail : health.getDetails().entrySet()) {
            if (figures++ == MOST_FIGURES) {
                break;
            }
            evidence = evidence.with(SafeText.of(detail.getKey()), safe(detail.getKey(), detail.getValue()));
        }
        return Verdict.unhealthy(evidence);
    }

    /** A secret may be known as one by its name only. */
    private static String safe(String name, @Nullable Object value) {
        String text;
        try {
            text = SafeText.of(String.valueOf(value));
        } catch (RuntimeException | LinkageError | StackOverflowError untellable) {
            return "[cannot be told]";
        }
        return SafeText.of(name + "=" + text).contains("[hidden]") ? "[hidden]" : text;
    }
}
