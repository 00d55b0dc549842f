package dev.heal.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Tells the paths of heal's endpoints from all others. Generously: a path is heal's if any reading of it is, decoded as often
 * as it can be, with and without its dots, because servers differ in what they make of one.
 */
final class EndpointPaths {

    private static final int MOST_DECODINGS = 4;

    private final List<List<String>> roots;

    /** @param roots such as {@code /actuator/heal} */
    EndpointPaths(Collection<String> roots) {
        this.roots = roots.stream().map(EndpointPaths::segments).toList();
    }

    boolean include(String path) {
        if (roots.isEmpty()) {
            return false;
        }
        String decoded = path;
        for (int i = 0; i <= MOST_DECODINGS; i++) {
            List<String> segments = segments(decoded);
            if (begins(segments) || begins(withoutDots(segments))) {
                return true;
            }
            String next = decode(decoded);
            if (next.equals(decoded)) {
                return false;
            }
            decoded = next;
        }
        return false;
    }

    private boolean begins(List<String> segments) {
        return roots.stream()
                .anyMatch(root -> !root.isEmpty()
                        && segments.size() >= root.size()
                        && segments.subList(0, root.size()).equals(root));
    }

    /** Between slashes of either kind; empty ones and what follows a semicolon do not count. */
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.replace('\\', '/').split("/", -1)) {
            int semicolon = segment.indexOf(';');
            String name = semicolon < 0 ? segment : segment.substring(0, semicolon);
            if (!name.isEmpty()) {
                segments.add(name);
            }
        }
        return segments;
    }

    private static List<String> withoutDots(List<String> segments) {
        List<String> plain = new ArrayList<>();
        for (String segment : segments) {
            if (segment.equals("..")) {
                if (!plain.isEmpty()) {
                    plain.remove(plain.size() - 1);
                }
            } else if (!segment.equals(".")) {
                plain.add(segment);
            }
        }
        return plain;
    }

    /** What is no proper encoding stays as it is. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                decoded[length++] = (byte) (high * 16 + low);
                i += 2;
            } else {
                decoded[length++] = bytes[i];
            }
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }
}
