package dev.heal.text;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Foreign texts made safe to keep and to show: one line, capped, without control characters and without what looks like
 * a secret. No Throwable is ever kept; its class and such a text are.
 */
public final class SafeText {

    private static final int LIMIT = 300;
    private static final int READ_AT_MOST = 4096;

    private record Secret(Pattern pattern, String replacement) {}

    private static final List<Secret> SECRETS = List.of(
            new Secret(Pattern.compile("-----BEGIN [A-Z ]+-----.*?(-----END [A-Z ]+-----|$)", Pattern.DOTALL), "[key]"),
            new Secret(Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]+(\\.[\\w-]*)?"), "[token]"),
            new Secret(Pattern.compile("\\b(AKIA|ASIA)[A-Z0-9]{16}\\b"), "[key]"),
            new Secret(
                    Pattern.compile("(?i)\\b(authorization\\s*[:=]\\s*)?(bearer|basic)\\s+[\\w.~+/=-]+"),
                    "[credentials]"),
            new Secret(Pattern.compile("(?i)jdbc:[^\\s\"'<>]+"), "[jdbc url]"),
            new Secret(Pattern.compile("://[^\\s/@:]+:[^\\s/@]+@"), "://[credentials]@"),
            new Secret(
                    Pattern.compile(
                            "(?i)\\b([\\w.-]*(?:password|passwd|pwd|secret|token|api[-_]?key))(\\s*[=:]\\s*)[^\\s&;,]+"),
                    "$1$2[hidden]"));

    private SafeText() {}

    /** The text on one line, at most 300 characters, secrets hidden; {@code "null"} for null. */
    public static String of(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        String safe = text.length() > READ_AT_MOST ? text.substring(0, READ_AT_MOST) : text;
        for (Secret secret : SECRETS) {
            Matcher matcher = secret.pattern.matcher(safe);
            safe = matcher.replaceAll(secret.replacement);
        }
        StringBuilder line = new StringBuilder();
        safe.strip().codePoints().limit(LIMIT).forEach(c -> line.appendCodePoint(isHarmless(c) ? c : ' '));
        return safe.strip().length() > LIMIT ? line + "..." : line.toString();
    }

    /** The class of a failure, its SQL state, and its message made safe; also where the message cannot be had. */
    public static String of(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        try {
            String state =
                    failure instanceof SQLException sql && sql.getSQLState() != null ? " " + sql.getSQLState() : "";
            String message = failure.getMessage();
            return name + (message == null || message.isBlank() ? state : state + ": " + of(message));
        } catch (RuntimeException | StackOverflowError messageFailed) {
            return name;
        }
    }

    /** The same for what a pool or a framework has wrapped: the SQLException inside is the one that tells something. */
    public static String ofCause(Throwable failure) {
        Throwable told = failure;
        for (int depth = 0; depth < 10 && !(told instanceof SQLException) && told.getCause() != null; depth++) {
            told = told.getCause();
        }
        return of(told);
    }

    /** Control characters forge log lines; bidirectional marks and the line separators make a line read otherwise. */
    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE;
    }
}
