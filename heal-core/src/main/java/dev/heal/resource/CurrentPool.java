package dev.heal.resource;

import com.zaxxer.hikari.HikariPoolMXBean;
import java.util.function.ToIntFunction;

/** A management bean that may be kept over swaps: it always speaks of the current pool. */
final class CurrentPool implements HikariPoolMXBean {

    private final PoolLine line;

    CurrentPool(PoolLine line) {
        this.line = line;
    }

    @Override
    public int getIdleConnections() {
        return read(HikariPoolMXBean::getIdleConnections);
    }

    @Override
    public int getActiveConnections() {
        return read(HikariPoolMXBean::getActiveConnections);
    }

    @Override
    public int getTotalConnections() {
        return read(HikariPoolMXBean::getTotalConnections);
    }

    @Override
    public int getThreadsAwaitingConnection() {
        return read(HikariPoolMXBean::getThreadsAwaitingConnection);
    }

    @Override
    public void softEvictConnections() {
        Generation generation = line.current();
        if (generation != null) {
            generation.pool.softEvictConnections();
        }
    }

    @Override
    public void suspendPool() {
        Generation generation = line.current();
        if (generation != null) {
            generation.pool.suspendPool();
        }
    }

    @Override
    public void resumePool() {
        Generation generation = line.current();
        if (generation != null) {
            generation.pool.resumePool();
        }
    }

    private int read(ToIntFunction<HikariPoolMXBean> reading) {
        Generation generation = line.current();
        return generation == null ? 0 : reading.applyAsInt(generation.pool);
    }
}
