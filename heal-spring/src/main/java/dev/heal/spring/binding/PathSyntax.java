package dev.heal.spring.binding;

import dev.heal.text.SafeText;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/** Asks Spring's web jar, which need not be there. */
final class PathSyntax {

    private PathSyntax() {}

    /** What is wrong with a pattern; null if nothing is. */
    static @Nullable String error(String pattern) {
        try {
            PathPatternParser.defaultInstance.parse(pattern);
            return null;
        } catch (PatternParseException wrong) {
            return SafeText.of(wrong.getMessage());
        }
    }
}
