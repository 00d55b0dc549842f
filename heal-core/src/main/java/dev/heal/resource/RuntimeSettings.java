package dev.heal.resource;

import com.zaxxer.hikari.HikariConfig;

/** The settings that HikariCP lets change while a pool runs. */
final class RuntimeSettings {

    private RuntimeSettings() {}

    static void copy(HikariConfig from, HikariConfig to) {
        to.setCatalog(from.getCatalog());
        to.setConnectionTimeout(from.getConnectionTimeout());
        to.setValidationTimeout(from.getValidationTimeout());
        to.setIdleTimeout(from.getIdleTimeout());
        to.setLeakDetectionThreshold(from.getLeakDetectionThreshold());
        to.setMaxLifetime(from.getMaxLifetime());
        to.setKeepaliveTime(from.getKeepaliveTime());
        to.setMaximumPoolSize(from.getMaximumPoolSize());
        if (from.getMinimumIdle() >= 0) {
            to.setMinimumIdle(from.getMinimumIdle());
        }
        to.setCredentials(from.getCredentials());
    }
}
