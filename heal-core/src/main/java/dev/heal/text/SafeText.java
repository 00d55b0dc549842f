package dev.heal.text;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Foreign texts made safe to keep and to show: capped, without control characters and without what looks like a secret.
 * Hides rather too much than too little. No Throwable is ever kept; its class and such a text are.
 */
public final class SafeText {

    private static final int LINE = 300;
    private static final int READ_AT_MOST = 4096;

    private record Secret(Pattern pattern, String replacement) {
        static Secret of(String regex, String replacement) {
            return new Secret(Pattern.compile(regex), replacement);
        }
    }

    /** No pattern begins with what can repeat without a bound, so that a hostile text costs no more than a long one. */
    private static final List<Secret> SECRETS = List.of(
            Secret.of("(?s)-----BEGIN [\\w ]+-----.*?(-----END [\\w ]+-----|$)", "[key]"),
            Secret.of("eyJ[\\w-]{8,}\\.[\\w-]+(\\.[\\w-]*)?", "[token]"),
            Secret.of("\\b(AKIA|ASIA)[A-Z0-9]{16}\\b", "[key]"),
            Secret.of("\\b(gh[a-z]_|github_pat_|glpat-|xox[a-z]-|sk_live_|sk-)[\\w-]{10,}", "[token]"),
            // A scheme, its credentials, and the further parameters of a Digest.
            Secret.of(
                    "(?i)\\bauthorization[\"']?\\s*[:=]\\s*[\"']?[^\\s,]+(\\s+[^\\s,]+(,\\s*\\w+=[^\\s,]+){0,20})?",
                    "[credentials]"),
            Secret.of("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]+", "[credentials]"),
            Secret.of("(?i)jdbc:\\S+", "[jdbc url]"),
            // Up to the last @: a password that was not encoded may hold an @, a colon or a slash.
            Secret.of("://([^\\s/?#]*|[^\\s/?#@:]*:\\S*)@", "://[credentials]@"),
            Secret.of(
                    "(?i)((?:password|passwd|passphrase|pwd|secret|token|credentials?|(?:api|access|secret|private)[-_]?key)"
                            + "[\"']?\\s*[=:]\\s*)(?!\\[hidden])(\"[^\"]*\"?|'[^']*'?|\\S+)",
                    "$1[hidden]"));

    /**
     * Texts that were found to be harmless as they are: thousands of targets say the same again and again, and to look for
     * secrets costs microseconds. A text lies where its hash says, and the next one takes its place; none that anything
     * was hidden in.
     */
    private static final AtomicReferenceArray<@Nullable String> HARMLESS = new AtomicReferenceArray<>(256);

    private static final Pattern ENCODED = Pattern.compile("%([0-7][0-9A-Fa-f])");

    private SafeText() {}

    /** The text on one line, at most 300 characters, secrets hidden; {@code "null"} for null. */
    public static String of(@Nullable String text) {
        return safe(text, LINE, false);
    }

    /** The text with its line breaks, at most 4096 characters, secrets hidden: for stack traces and the like. */
    public static String lines(@Nullable String text) {
        return safe(text, READ_AT_MOST, true);
    }

    /** The class of a failure, its SQL state, and its message made safe; also where the message cannot be had. */
    public static String of(Throwable failure) {
        String simple = failure.getClass().getSimpleName();
        String name = simple.isEmpty() ? failure.getClass().getName() : simple;
        try {
            String state =
                    failure instanceof SQLException sql && sql.getSQLState() != null ? " " + sql.getSQLState() : "";
            String message = failure.getMessage();
            return name + (message == null || message.isBlank() ? state : state + ": " + of(message));
        } catch (Throwable messageFailed) {
            // Errors too: whoever reports a failure must not fail of it.
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

    private static String safe(@Nullable String text, int limit, boolean keepBreaks) {
        if (text == null) {
            return "null";
        }
        if (text.length() > LINE) {
            return made(text, limit, keepBreaks); // also how much is read of it is limited there
        }
        int place = text.hashCode() & (HARMLESS.length() - 1);
        String known = HARMLESS.get(place);
        if (text.equals(known)) {
            return known; // that one rather than this: it is kept once for all who say it
        }
        String safe = made(text, limit, keepBreaks);
        // One line, or what is harmless among lines would pass for a line.
        if (safe.equals(text) && text.indexOf('\n') < 0) {
            HARMLESS.set(place, text);
        }
        return safe;
    }

    private static String made(String text, int limit, boolean keepBreaks) {
        boolean cut = text.length() > READ_AT_MOST;
        String safe = cut ? text.substring(0, wholeWords(text)) : text;
        // Before the secrets: a character that cannot be seen must not keep one from being seen.
        safe = harmless(safe, keepBreaks);
        safe = hidden(safe, keepBreaks).strip();
        if (safe.codePointCount(0, safe.length()) > limit) {
            cut = true;
            safe = safe.substring(0, safe.offsetByCodePoints(0, limit));
        }
        return cut && !safe.endsWith("...") ? safe + "..." : safe;
    }

    /** A secret in a URL may be encoded: what only shows itself decoded is shown decoded, without it. */
    private static String hidden(String text, boolean keepBreaks) {
        String hidden = hidden(text);
        if (ENCODED.matcher(hidden).find()) {
            String decoded = harmless(decoded(hidden), keepBreaks);
            String hiddenThen = hidden(decoded);
            return hiddenThen.equals(decoded) ? hidden : hiddenThen;
        }
        return hidden;
    }

    private static String hidden(String text) {
        String hidden = text;
        for (Secret secret : SECRETS) {
            hidden = secret.pattern.matcher(hidden).replaceAll(secret.replacement);
        }
        return hidden;
    }

    /** Only what is one byte long is of interest: no secret is known by anything else. */
    private static String decoded(String text) {
        return ENCODED.matcher(text.replace('+', ' '))
                .replaceAll(
                        code -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16))));
    }

    /** Where to cut so that no secret loses the part it is known by. */
    private static int wholeWords(String text) {
        int end = READ_AT_MOST;
        while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end == 0 ? READ_AT_MOST : end;
    }

    /** Control characters forge log lines; bidirectional marks and the line separators make a line read otherwise. */
    private static String harmless(String text, boolean keepBreaks) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(isHarmless(c) || (keepBreaks && c == '\n') ? c : ' '));
        return line.toString();
    }

    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE;
    }
}
