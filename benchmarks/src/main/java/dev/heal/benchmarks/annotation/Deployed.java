package dev.heal.benchmarks.annotation;

import org.springframework.context.ConfigurableApplicationContext;

/** An application that is up, and its bean, with the breaker closed or open as the calls' way asks for. */
final class Deployed implements AutoCloseable {

    private static final int ENOUGH_TO_OPEN = 1_000;

    private final Entrant entrant;
    private final Outcome outcome;
    private final ConfigurableApplicationContext app;

    /** As it is injected into other beans. */
    final Stock stock;

    Deployed(Entrant entrant, Outcome outcome) {
        this.entrant = entrant;
        this.outcome = outcome;
        this.app = entrant.start();
        this.stock = app.getBean(Stock.class);
        if (outcome == Outcome.REJECTED) {
            for (int i = 0; i < ENOUGH_TO_OPEN; i++) {
                stock.find(Stock.BAD);
            }
        }
    }

    /** @throws IllegalStateException if what was measured is not what is promised */
    void prove() {
        entrant.prove(app, outcome);
    }

    @Override
    public void close() {
        app.close();
    }
}
