package dev.heal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The question to a database keeps its time, whatever the pool would wait. */
class JdbcProbeTest {

    private interface Giving {
        Connection connection() throws Exception;
    }

    private static DataSource pool(Giving giving) {
        return (DataSource) Proxy.newProxyInstance(
                JdbcProbeTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (self, method, arguments) -> giving.connection());
    }

    private static Connection connection(boolean valid) {
        return (Connection) Proxy.newProxyInstance(
                JdbcProbeTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> method.getName().equals("isValid") ? valid : null);
    }

    @Test
    @Timeout(30)
    void aPoolThatLetsItWaitIsAskedNoLongerThanItsLimit() {
        JdbcProbe probe = new JdbcProbe(pool(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stop) {
                throw new SQLException("interrupted during connection acquisition", stop);
            }
            return connection(true);
        }));

        assertThatThrownBy(() -> probe.ask(Duration.ofMillis(50)))
                .isInstanceOf(SQLTimeoutException.class)
                .hasMessage("no connection was to be had within 50ms");
        assertThat(Thread.currentThread().isInterrupted())
                .as("that was meant for the question alone")
                .isFalse();
    }

    @Test
    void aGoodAnswerIsGoodAndABadOneIsBad() throws SQLException {
        new JdbcProbe(pool(() -> connection(true))).ask(Duration.ofSeconds(5));

        assertThatThrownBy(() -> new JdbcProbe(pool(() -> connection(false))).ask(Duration.ofSeconds(5)))
                .hasMessage("the connection is not valid");
    }
}
