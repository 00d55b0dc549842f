package dev.heal.benchmarks.overload.real;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Who stands before the workers, in the order of the table. */
public enum Contender {
    NONE("none") {
        @Override
        Gate gate(boolean isToBeFilled) {
            return new PeerGates.Pool(workers(new LinkedBlockingQueue<>()));
        }
    },
    BOUNDED_QUEUE("bounded queue") {
        @Override
        Gate gate(boolean isToBeFilled) {
            return new PeerGates.Pool(workers(new ArrayBlockingQueue<>(QUEUE)));
        }
    },
    BULKHEAD("Resilience4j Bulkhead") {
        @Override
        Gate gate(boolean isToBeFilled) {
            return new PeerGates.OfBulkhead(workers(new LinkedBlockingQueue<>()));
        }
    },
    GRADIENT2("Gradient2") {
        @Override
        Gate gate(boolean isToBeFilled) {
            return PeerGates.OfLimiter.gradient2(workers(new LinkedBlockingQueue<>()));
        }
    },
    PARTITIONED("Gradient2, partitioned") {
        @Override
        Gate gate(boolean isToBeFilled) {
            return PeerGates.OfLimiter.partitioned(workers(new LinkedBlockingQueue<>()));
        }
    },
    HEAL_ROUND_TRIPS("heal, round trips") {
        @Override
        Gate gate(boolean isToBeFilled) {
            return new HealGates.RoundTrips(workers(new LinkedBlockingQueue<>()), isToBeFilled);
        }
    },
    HEAL_SERVLET_FILTER("heal, servlet filter") {
        @Override
        Gate gate(boolean isToBeFilled) {
            return new HealGates.BehindFilter(workers(new LinkedBlockingQueue<>()), isToBeFilled);
        }
    },
    HEAL_EXECUTOR("heal, executor") {
        @Override
        Gate gate(boolean isToBeFilled) {
            return new HealGates.OfExecutor(workers(new LinkedBlockingQueue<>()), isToBeFilled);
        }
    };

    /** What 16 workers of 50 ms do in a quarter of a second. */
    private static final int QUEUE = 80;

    private final String text;

    Contender(String text) {
        this.text = text;
    }

    /** As in the table. */
    public String text() {
        return text;
    }

    /** Whether it tells clients what they should keep to themselves. */
    public boolean isHeal() {
        return this == HEAL_ROUND_TRIPS || this == HEAL_SERVLET_FILTER || this == HEAL_EXECUTOR;
    }

    /** Whether there is anything that it turns away. */
    public boolean rejects() {
        return this != NONE;
    }

    /** One of it, with workers of its own. @param isToBeFilled whether {@link Gate#fill} will be called */
    abstract Gate gate(boolean isToBeFilled);

    private static ThreadPoolExecutor workers(BlockingQueue<Runnable> queue) {
        return new ThreadPoolExecutor(Work.WORKERS, Work.WORKERS, 0, TimeUnit.SECONDS, queue, task -> {
            Thread thread = new Thread(task, "worker");
            thread.setDaemon(true);
            return thread;
        });
    }
}
