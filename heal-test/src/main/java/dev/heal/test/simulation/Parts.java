package dev.heal.test.simulation;

import dev.heal.gate.Gates;
import dev.heal.loop.HealLoop;
import dev.heal.loop.Surroundings;
import dev.heal.loop.TargetPlan;
import dev.heal.loop.Workers;
import dev.heal.region.Region;
import dev.heal.remediation.Failback;
import dev.heal.remediation.FailoverRegion;
import dev.heal.remediation.Remediation;
import dev.heal.time.Clock;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * What the loop is made of in a simulation. A test may put a broken part in the place of a real one, to see whether the
 * rules notice.
 *
 * @param gates what is asked before every step
 * @param loop makes the loop
 * @param clock what the loop measures with, made of the true one
 * @param workers the threads that foreign code runs on
 * @param storage where the journal is, by the seed
 * @param failover moves the traffic of a region, and has it come back in that way
 */
public record Parts(
        Gates gates,
        BiFunction<Surroundings, List<TargetPlan>, HealLoop> loop,
        UnaryOperator<Clock> clock,
        UnaryOperator<Workers> workers,
        LongFunction<Storage> storage,
        BiFunction<Region<?>, Failback, Remediation> failover) {

    /** The real ones. */
    public static final Parts REAL = new Parts(
            Gates.ALL,
            HealLoop::new,
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            Parts::storage,
            (region, failback) -> FailoverRegion.of(region).failback(failback));

    /** The real journal for two seeds of three, the simplest possible one for the third. */
    private static Storage storage(long seed) {
        return seed % 3 == 0 ? new MemoryStorage() : new DiskStorage();
    }

    public Parts gates(Gates other) {
        return new Parts(other, loop, clock, workers, storage, failover);
    }

    public Parts loop(BiFunction<Surroundings, List<TargetPlan>, HealLoop> other) {
        return new Parts(gates, other, clock, workers, storage, failover);
    }

    public Parts clock(UnaryOperator<Clock> other) {
        return new Parts(gates, loop, other, workers, storage, failover);
    }

    public Parts workers(UnaryOperator<Workers> other) {
        return new Parts(gates, loop, clock, other, storage, failover);
    }

    public Parts storage(LongFunction<Storage> other) {
        return new Parts(gates, loop, clock, workers, other, failover);
    }

    public Parts failover(BiFunction<Region<?>, Failback, Remediation> other) {
        return new Parts(gates, loop, clock, workers, storage, other);
    }
}
