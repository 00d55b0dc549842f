package dev.heal.spring.cli;

import dev.heal.text.SafeText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spring Boot could not read the files; the message says which, where and why. */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The YAML parser tells on several lines what it was doing, then, as the last one, what it found where. */
    private static final Pattern FOUND = Pattern.compile("(?m)^([^\\s].*)\\R in .*, line (\\d+), column (\\d+)");

    private UnreadableException(String message) {
        super(message);
    }

    /**
     * What is wrong, on one line.
     *
     * @param file the one that was read last; empty if none was
     */
    static UnreadableException of(String file, Throwable failure) {
        Throwable innermost = failure;
        for (int depth = 0; depth < 20 && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        String place = "";
        String found = SafeText.of(innermost);
        Matcher yaml = FOUND.matcher(String.valueOf(innermost.getMessage()));
        while (yaml.find()) {
            place = ":" + yaml.group(2) + ":" + yaml.group(3);
            found = SafeText.of(yaml.group(1));
        }
        return new UnreadableException(file.isEmpty() ? found : file + place + ": cannot be read: " + found);
    }
}
