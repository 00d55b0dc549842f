package dev.heal.spring.autoconfigure;

import dev.heal.text.SafeText;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.error.Mark;

/** A YAML file that has a key twice ends the start before heal is asked, with a stack trace: this says it in one line. */
final class DuplicateKeyFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateKeyException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, DuplicateKeyException cause) {
        String key = SafeText.of(String.valueOf(cause.getProblem())).replaceFirst("^found duplicate key ", "");
        return new FailureAnalysis(
                "A YAML file has the key " + key + " twice in one map: again in " + line(cause.getProblemMark())
                        + ", in the map that begins in " + line(cause.getContextMark()),
                "Keep one of the two.",
                cause);
    }

    private static String line(@Nullable Mark mark) {
        return mark == null ? "an unknown line" : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }
}
