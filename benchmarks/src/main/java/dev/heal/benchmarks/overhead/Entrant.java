package dev.heal.benchmarks.overhead;

import static dev.heal.benchmarks.overhead.Path.FAILURE;
import static dev.heal.benchmarks.overhead.Path.MANY;
import static dev.heal.benchmarks.overhead.Path.REJECTED;
import static dev.heal.benchmarks.overhead.Path.SUCCESS;
import static dev.heal.benchmarks.overhead.Path.WORK;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who takes part, in the order of the tables, and in which paths. */
public enum Entrant {
    BARE("bare", SUCCESS, WORK) {
        @Override
        Contestant create(Path path) {
            return new Floor.Bare();
        }
    },
    CLOCK_READS("bare + 2 nanoTime", SUCCESS) {
        @Override
        Contestant create(Path path) {
            return new Floor.ClockReads();
        }
    },
    RESILIENCE4J("Resilience4j", SUCCESS, FAILURE, REJECTED, MANY, WORK) {
        @Override
        Contestant create(Path path) {
            return Resilience4j.counted(path);
        }
    },
    RESILIENCE4J_TIME("Resilience4j, TIME_BASED", SUCCESS) {
        @Override
        Contestant create(Path path) {
            return Resilience4j.timed(path);
        }
    },
    RESILIENCE4J_LOCK_FREE("Resilience4j, lock-free", SUCCESS) {
        @Override
        Contestant create(Path path) {
            return Resilience4j.lockFree(path);
        }
    },
    RESILIENCE4J_COARSE("Resilience4j, coarse clock", SUCCESS) {
        @Override
        Contestant create(Path path) {
            return Resilience4j.coarse(path);
        }
    },
    RESILIENCE4J_MICROMETER("Resilience4j, Micrometer", SUCCESS) {
        @Override
        Contestant create(Path path) {
            return Resilience4j.deployed(path, Deployment.metered());
        }
    },
    RESILIENCE4J_BOOT("Resilience4j as Boot deploys it", SUCCESS, FAILURE) {
        @Override
        Contestant create(Path path) {
            return Resilience4j.deployed(path, Deployment.likeBoot());
        }
    },
    FAILSAFE("Failsafe", SUCCESS, FAILURE, REJECTED) {
        @Override
        Contestant create(Path path) {
            return new FailsafePeer();
        }
    },
    SMALLRYE("SmallRye Fault Tolerance", SUCCESS, FAILURE, REJECTED) {
        @Override
        Contestant create(Path path) {
            return new SmallRyePeer();
        }
    },
    SENTINEL("Sentinel", SUCCESS, FAILURE, REJECTED) {
        @Override
        Contestant create(Path path) {
            return new SentinelPeer();
        }
    },
    GRADIENT2("concurrency-limits, Gradient2", SUCCESS) {
        @Override
        Contestant create(Path path) {
            return LimiterPeer.gradient2();
        }
    },
    SIMPLE_LIMITER("concurrency-limits, fixed", SUCCESS, REJECTED) {
        @Override
        Contestant create(Path path) {
            return LimiterPeer.fixed();
        }
    },
    HEAL_ATTACHED("heal, attached", SUCCESS, FAILURE, REJECTED, MANY) {
        @Override
        List<Contestant> create(Path path, int guards) {
            return HealGuard.attached(path, guards);
        }
    },
    HEAL_OWN_PART("heal, its own part", SUCCESS) {
        @Override
        List<Contestant> create(Path path, int guards) {
            return HealGuard.ownPart(guards);
        }
    },
    HEAL_EXACT("heal, exact", SUCCESS, FAILURE, REJECTED, MANY, WORK) {
        @Override
        List<Contestant> create(Path path, int guards) {
            return HealGuard.exact(path, guards);
        }
    },
    HEAL_SAMPLED("heal, sampled", SUCCESS, FAILURE, REJECTED, MANY, WORK) {
        @Override
        List<Contestant> create(Path path, int guards) {
            return HealGuard.sampled(path, guards);
        }
    },
    HEAL_BOOT("heal, sampled, inside Boot", SUCCESS, FAILURE) {
        @Override
        List<Contestant> create(Path path, int guards) {
            return HealGuard.insideBoot(path, guards);
        }
    };

    /** What all others are compared with. */
    public static final Entrant REFERENCE = RESILIENCE4J;

    private final String label;
    private final Set<Path> paths;

    Entrant(String label, Path... paths) {
        this.label = label;
        this.paths = Set.of(paths);
    }

    public String label() {
        return label;
    }

    public boolean takes(Path path) {
        return paths.contains(path);
    }

    /** One of it. */
    Contestant create(Path path) {
        return create(path, 1).get(0);
    }

    /** {@code guards} of it, side by side in one application. */
    List<Contestant> create(Path path, int guards) {
        return Stream.generate(() -> create(path)).limit(guards).toList();
    }
}
