package dev.heal.examples.method;

import static dev.heal.detect.Detectors.failureRate;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.heal.Heal;
import dev.heal.guard.CallRejectedException;
import dev.heal.guard.Guard;
import dev.heal.incident.Incident;
import dev.heal.incident.Notebook;
import dev.heal.policy.Mode;
import dev.heal.policy.Verification;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Calls a method ten times a second, breaks what is behind it, and watches heal repair it. */
public final class HealedMethod {

    private static final Duration PAUSE = ofMillis(100);
    private static final int MOST_CALLS = 300;

    private HealedMethod() {}

    public static void main(String[] args) {
        Incident incident = play(System.out);
        System.out.println();
        System.out.println(Notebook.markdown(incident));
    }

    /** Returns the incident when it is resolved. */
    static Incident play(PrintStream out) {
        PriceClient client = new PriceClient();
        try (Heal heal = Heal.builder()
                // Another one each time: what a journal remembers of the last story counts against the budget.
                .journal(Path.of("target", "heal", UUID.randomUUID().toString()))
                .warmUp(Duration.ZERO) // a story of a few seconds; a service keeps the default
                .target(
                        "prices",
                        target -> target.detect(
                                        "errors",
                                        failureRate()
                                                .above(0.5)
                                                .over(ofSeconds(2))
                                                .minimumCalls(10))
                                .step(
                                        "log-in",
                                        new LogInAgain(client),
                                        step -> step.when("errors")
                                                .verify(Verification.detectors()
                                                        .within(ofSeconds(10))
                                                        .hold(ofSeconds(1))))
                                .mode(Mode.ACT))
                .build()) {
            Guard prices = heal.guard("prices");
            for (int call = 1; call <= MOST_CALLS; call++) {
                if (call == 20) {
                    out.println("the session expires");
                    client.expire();
                }
                out.println(answer(prices, client));
                LockSupport.parkNanos(PAUSE.toNanos());
                if (!heal.incidents().isEmpty() && !heal.incidents().get(0).isOpen()) {
                    return heal.incidents().get(0);
                }
            }
            throw new IllegalStateException("no incident was resolved within " + MOST_CALLS + " calls");
        }
    }

    private static String answer(Guard prices, PriceClient client) {
        try {
            return "a lamp costs " + prices.call(() -> client.price("lamp"));
        } catch (CallRejectedException | IllegalStateException lost) {
            return "no price: " + lost.getMessage();
        }
    }
}
