package dev.heal.incident;

import dev.heal.text.SafeText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What heal would do, for a human to decide on.
 *
 * @param hash binds an approval to exactly this plan: it changes with the incident, the step, the attempt and the action
 * @param step the step's name
 * @param action what would be done
 * @param attempt counted from 1
 * @param expires when the question no longer stands
 */
public record Plan(String hash, String step, String action, int attempt, Instant expires) {

    public static Plan of(String incident, String step, String action, int attempt, Instant expires) {
        StringBuilder text = new StringBuilder();
        for (String part : List.of(incident, step, action, Integer.toString(attempt), expires.toString())) {
            // With its length, or two plans whose parts run together would share a hash.
            text.append(part.length()).append(':').append(part);
        }
        return new Plan(hash(text.toString()), step, SafeText.of(action), attempt, expires);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }
}
