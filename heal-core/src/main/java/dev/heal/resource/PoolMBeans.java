package dev.heal.resource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.heal.text.SafeText;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management beans under the names that HikariCP gives them, reading whichever pool is current. The pools of the
 * line do not register their own: the first to close would take the names away from the next.
 */
final class PoolMBeans {

    private static final Logger LOG = LoggerFactory.getLogger(PoolMBeans.class);

    private final String poolName;
    private final HikariConfigMXBean config;
    private final HikariPoolMXBean pool;

    PoolMBeans(String poolName, HikariConfigMXBean config, HikariPoolMXBean pool) {
        this.poolName = poolName;
        this.config = config;
        this.pool = pool;
    }

    /** Ours under the names, whoever was there before. */
    synchronized void register() {
        unregister();
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            server.registerMBean(config, name("PoolConfig"));
            server.registerMBean(pool, name("Pool"));
        } catch (JMException e) {
            LOG.warn("{} - the management beans could not be registered: {}", poolName, SafeText.ofCause(e));
        }
    }

    synchronized void unregister() {
        for (String type : new String[] {"PoolConfig", "Pool"}) {
            try {
                MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                if (server.isRegistered(name(type))) {
                    server.unregisterMBean(name(type));
                }
            } catch (JMException e) {
                LOG.warn("{} - a management bean could not be removed: {}", poolName, SafeText.ofCause(e));
            }
        }
    }

    private ObjectName name(String type) throws JMException {
        return "true".equals(System.getProperty("hikaricp.jmx.register2.0"))
                ? new ObjectName("com.zaxxer.hikari:type=" + type + ",name=" + poolName)
                : new ObjectName("com.zaxxer.hikari:type=" + type + " (" + poolName + ")");
    }
}
