package dev.heal.benchmarks.admission;

import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import java.util.Set;
import java.util.function.Supplier;

/** Who is measured in which decisions, in the order of the tables. */
public enum Entrant {
    CLOCK_READS("2 nanoTime", Doorkeepers.ClockReads::new, Decision.ACCEPTED),
    BULKHEAD("Resilience4j Bulkhead", Doorkeepers.OfBulkhead::new, Decision.ACCEPTED, Decision.REJECTED),
    GRADIENT2(
            "concurrency-limits, Gradient2",
            () -> new Doorkeepers.OfLimiter(Gradient2Limit.newDefault()),
            Decision.ACCEPTED,
            Decision.REJECTED),
    VEGAS(
            "concurrency-limits, Vegas",
            () -> new Doorkeepers.OfLimiter(VegasLimit.newDefault()),
            Decision.ACCEPTED,
            Decision.REJECTED),
    HEAL("heal", () -> new Doorkeepers.Heal(dev.heal.admission.ShedderSettings.DEFAULT), Decision.ACCEPTED),
    HEAL_FULL("heal, the room full of more important ones", Doorkeepers.FullRoom::new, Decision.REJECTED),
    HEAL_EVICTED("heal, evicted by its own class, no exception", () -> new Doorkeepers.OwnClass(1), Decision.REJECTED),
    HEAL_EVICTED_OF_MANY(
            "heal, likewise, 100 users take turns", () -> new Doorkeepers.OwnClass(100), Decision.REJECTED),
    HEAL_CUT_OFF("heal, the class cut off", Doorkeepers.CutOff::new, Decision.REJECTED),
    HEAL_NO_ROOM("heal, no waiting room", Doorkeepers.NoRoom::new, Decision.REJECTED),
    HEAL_CORE("heal, the class cut off, no exception", Doorkeepers.Core::new, Decision.REJECTED);

    /** What all others are compared with. */
    public static final Entrant REFERENCE = BULKHEAD;

    private final String title;
    private final Supplier<Doorkeeper> creator;
    private final Set<Decision> decisions;

    Entrant(String title, Supplier<Doorkeeper> creator, Decision... decisions) {
        this.title = title;
        this.creator = creator;
        this.decisions = Set.of(decisions);
    }

    public String title() {
        return title;
    }

    public Set<Decision> decisions() {
        return decisions;
    }

    /** One of it, ready for a decision. */
    Doorkeeper create(Decision decision) {
        Doorkeeper doorkeeper = creator.get();
        if (decision == Decision.REJECTED) {
            doorkeeper.fill();
        }
        return doorkeeper;
    }
}
