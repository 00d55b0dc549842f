package dev.heal.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody may have meant. */
public final class Nearest {

    private static final int MOST = 20;

    private Nearest() {}

    /** What to write instead of {@code unknown}: the nearest known name, or all of them. */
    public static String hint(String unknown, Collection<String> known) {
        if (known.isEmpty()) {
            return "there is none to name";
        }
        String all = known(known);
        return to(unknown, known)
                .map(near -> "did you mean " + near + "? (" + all + ")")
                .orElse(all);
    }

    /** {@code known: one, two, ...}: at most 20 of them, so that a long list does not bury the message. */
    public static String known(Collection<String> known) {
        String first = String.join(", ", known.stream().sorted().limit(MOST).toList());
        return "known: " + first + (known.size() > MOST ? " and " + (known.size() - MOST) + " more" : "");
    }

    /** The nearest of the known names, if one is near: at most a third of its letters away. */
    public static Optional<String> to(String unknown, Collection<String> known) {
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String name : known.stream().sorted().toList()) {
            int distance = distance(unknown.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best != null && least <= Math.max(1, best.length() / 3) ? Optional.of(best) : Optional.empty();
    }

    /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
    public static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int substitution = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(substitution, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
