package dev.heal.benchmarks.overload;

import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limiter.AbstractPartitionedLimiter;
import dev.heal.admission.Priority;

/**
 * Of concurrency-limits: Gradient2, with a share of the limit that is each class's for sure, most of it for those that matter
 * most. The same where it is simulated and where it is real.
 */
public final class Partitions extends AbstractPartitionedLimiter.Builder<Partitions, Priority> {

    private static final double[] SURE = {0.4, 0.3, 0.2, 0.1};

    private Partitions() {}

    /** To be given a clock, or not, and built. */
    public static Partitions gradient2() {
        Partitions partitions = new Partitions().limit(Gradient2Limit.newDefault());
        partitions.partitionResolver(Priority::name);
        for (Priority priority : Priority.all()) {
            partitions.partition(priority.name(), SURE[priority.ordinal()]);
        }
        return partitions;
    }

    @Override
    protected Partitions self() {
        return this;
    }
}
