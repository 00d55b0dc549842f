package dev.heal.spring.binding;

/** A text is not a value of the type that belongs there. Carries no stack trace: it never leaves the binder. */
final class Misread extends Exception {

    private final String wrong;
    private final String fix;

    Misread(String wrong, String fix) {
        super(wrong + "; " + fix, null, false, false);
        this.wrong = wrong;
        this.fix = fix;
    }

    String wrong() {
        return wrong;
    }

    String fix() {
        return fix;
    }
}
