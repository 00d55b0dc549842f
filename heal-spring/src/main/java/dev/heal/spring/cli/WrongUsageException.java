package dev.heal.spring.cli;

/** The command line cannot be meant; the message says why. */
final class WrongUsageException extends Exception {

    private static final long serialVersionUID = 1L;

    WrongUsageException(String message) {
        super(message);
    }
}
