package dev.heal.spring.actuate;

/** Who may come by. */
enum Person {
    ANONYMOUS,
    /** Logged in, without a role of heal's. */
    STRANGER,
    READER,
    OPERATOR,
    OTHER_OPERATOR;

    static final String PASSWORD = "correct-horse";

    String login() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    boolean mayRead() {
        return this == READER || mayOrder();
    }

    boolean mayOrder() {
        return this == OPERATOR || this == OTHER_OPERATOR;
    }
}
