package dev.heal.spring.cli;

/** Spring Boot could not read the files; the message says why. */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        super(message);
    }
}
