package dev.heal.resource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.heal.text.SafeText;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two private fields of the shell that the application sees in step with the pool behind it: {@code pool}, which
 * Spring Boot's pool metadata reads by reflection, and {@code sealed}, which refuses changes that would have no effect.
 * Where reflection is not allowed (HikariCP as a closed module) only these two conveniences are missing.
 */
final class HikariShell {

    private static final Logger LOG = LoggerFactory.getLogger(HikariShell.class);

    private HikariShell() {}

    static void show(HikariDataSource shell, HikariPool current) {
        set(HikariDataSource.class, "pool", shell, current);
        set(HikariConfig.class, "sealed", shell, true);
    }

    static void hide(HikariDataSource shell) {
        set(HikariDataSource.class, "pool", shell, null);
    }

    private static void set(Class<?> declaring, String name, HikariDataSource shell, @Nullable Object value) {
        try {
            Field field = declaring.getDeclaredField(name);
            field.setAccessible(true);
            field.set(shell, value);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug(
                    "{} - the field {} could not be kept in step: {}", shell.getPoolName(), name, SafeText.ofCause(e));
        }
    }
}
