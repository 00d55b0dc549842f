package dev.heal.benchmarks.overload;

import java.util.function.Consumer;

/**
 * A server, its callers, and what befalls them.
 *
 * @param name of the cell
 * @param workers of the server; each does one thing at a time
 * @param serviceMillis what a request takes a worker on the average
 * @param shape how that differs
 * @param sigma of the log-normal shape
 * @param rejectionMillis what turning a request away takes a worker, who does that before anything else
 * @param story the load
 * @param retries how often a request is sent again at most
 * @param users who all send the same, but for user 0
 * @param heavyShare how much of the load is user 0's; 0: as much as anybody's
 * @param clients how many processes the users' requests come from; each has its own budget, and hears its own hints
 * @param patience nanoseconds from the sending of an attempt: after that nobody waits for its answer
 */
record Scenario(
        String name,
        int workers,
        double serviceMillis,
        Shape shape,
        double sigma,
        double rejectionMillis,
        Story story,
        int retries,
        int users,
        double heavyShare,
        int clients,
        long patience) {

    /** How long callers wait unless a cell says otherwise. */
    static final long PATIENCE = 1_000_000_000L;

    /** The server that people who write a fixed number down have measured: 16 workers, 50 ms, log-normal. */
    static Scenario of(String name, Story story) {
        return new Scenario(name, 16, 50, Shape.LOG_NORMAL, 0.7, 0.25, story, 0, 100, 0, 20, PATIENCE);
    }

    Scenario server(int workers, double serviceMillis) {
        return with(parts -> {
            parts.workers = workers;
            parts.serviceMillis = serviceMillis;
        });
    }

    Scenario shape(Shape shape, double sigma) {
        return with(parts -> {
            parts.shape = shape;
            parts.sigma = sigma;
        });
    }

    Scenario rejectionMillis(double rejectionMillis) {
        return with(parts -> parts.rejectionMillis = rejectionMillis);
    }

    Scenario retries(int retries) {
        return with(parts -> parts.retries = retries);
    }

    Scenario users(int users, double heavyShare) {
        return with(parts -> {
            parts.users = users;
            parts.heavyShare = heavyShare;
        });
    }

    Scenario clients(int clients) {
        return with(parts -> {
            parts.users = Math.max(users, clients);
            parts.clients = clients;
        });
    }

    Scenario patience(double seconds) {
        return with(parts -> parts.patience = Math.round(seconds * 1e9));
    }

    /** With a shorter story where the server is so fast that the usual one would be too many requests. */
    Scenario atMost(double requests) {
        return with(parts -> parts.story = story.of(capacity(), requests));
    }

    private Scenario with(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return parts.together();
    }

    /** A copy in the making. */
    private static final class Parts {
        private final String name;
        private int workers;
        private double serviceMillis;
        private Shape shape;
        private double sigma;
        private double rejectionMillis;
        private Story story;
        private int retries;
        private int users;
        private double heavyShare;
        private int clients;
        private long patience;

        Parts(Scenario of) {
            this.name = of.name;
            this.workers = of.workers;
            this.serviceMillis = of.serviceMillis;
            this.shape = of.shape;
            this.sigma = of.sigma;
            this.rejectionMillis = of.rejectionMillis;
            this.story = of.story;
            this.retries = of.retries;
            this.users = of.users;
            this.heavyShare = of.heavyShare;
            this.clients = of.clients;
            this.patience = of.patience;
        }

        Scenario together() {
            return new Scenario(
                    name,
                    workers,
                    serviceMillis,
                    shape,
                    sigma,
                    rejectionMillis,
                    story,
                    retries,
                    users,
                    heavyShare,
                    clients,
                    patience);
        }
    }

    /** Requests a second that the server can do when nothing is slow and nobody is turned away. */
    double capacity() {
        return workers / serviceMillis * 1_000;
    }

    /** The user of a request, by a number from 0 to 1. */
    int user(double chance) {
        if (heavyShare == 0) {
            return (int) (chance * users);
        }
        return chance < heavyShare ? 0 : 1 + (int) ((chance - heavyShare) / (1 - heavyShare) * (users - 1));
    }

    /** What a request takes a worker: the same whoever decides, another one at each attempt. */
    long service(long seed, long number, int attempt) {
        double times = shape.draw(Draw.mixed(Draw.mixed(seed, number), attempt), sigma);
        return Math.max(1_000, Math.round(times * serviceMillis * 1e6));
    }

    long rejection() {
        return Math.round(rejectionMillis * 1e6);
    }
}
