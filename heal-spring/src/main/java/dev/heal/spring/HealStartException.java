package dev.heal.spring;

/** The application must not start like this; the message is the whole report. */
public final class HealStartException extends IllegalStateException {

    private final String action;

    public HealStartException(String report, String action) {
        super(report);
        this.action = action;
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
