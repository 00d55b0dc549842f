package dev.heal.resource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.util.Objects;

/** One running pool in the line of pools that stand behind a {@link RestartablePool}, with the ledger of its borrows. */
final class Generation {

    final HikariDataSource source;
    final HikariPool pool;
    final Borrows borrows;

    Generation(HikariDataSource running, long now) {
        this.source = running;
        this.pool = (HikariPool) Objects.requireNonNull(running.getHikariPoolMXBean(), "the pool must be running");
        this.borrows = new Borrows(now);
    }

    boolean isRunning() {
        return pool.poolState == HikariPool.POOL_NORMAL;
    }

    boolean isSuspended() {
        return pool.poolState == HikariPool.POOL_SUSPENDED;
    }
}
