package dev.heal.examples.method;

/** Stands for any client that can get stuck for good: its session expires, and only a new login cures it. */
final class PriceClient {

    private volatile boolean expired;

    /** @throws IllegalStateException for ever once the session has expired */
    int price(String item) {
        if (expired) {
            throw new IllegalStateException("the session has expired");
        }
        return 10 * item.length();
    }

    /** What the operations team would do by hand. */
    void login() {
        expired = false;
    }

    /** The fault. */
    void expire() {
        expired = true;
    }
}
