package dev.heal.detect;

import dev.heal.resource.Resources;
import dev.heal.text.Durations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Borrows a connection as the application does and asks whether its database answers. */
public record JdbcProbe(DataSource dataSource) implements Probe {

    public static final ProbeKind KIND = new ProbeKind() {
        @Override
        public String name() {
            return "jdbc";
        }

        @Override
        public String description() {
            return "Borrows a connection as the application does and asks whether its database answers.";
        }

        @Override
        public boolean needsResource() {
            return true;
        }

        @Override
        public Probe create(Resources resources) {
            return new JdbcProbe(resources.require(DataSource.class));
        }
    };

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public void ask(Duration limit) throws SQLException {
        Alarm alarm = new Alarm(Thread.currentThread());
        CompletableFuture.delayedExecutor(limit.toNanos(), TimeUnit.NANOSECONDS).execute(alarm);
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.isValid((int) Math.max(1, limit.toSeconds()))) {
                throw new SQLException("the connection is not valid");
            }
        } catch (SQLException failed) {
            throw alarm.hasRung()
                    ? new SQLTimeoutException("no connection was to be had within " + Durations.text(limit))
                    : failed;
        } finally {
            alarm.off();
        }
    }

    /** A pool lets a caller wait for its own time, which may be 30 s: whoever asks for an answer in a second is not that patient. */
    private static final class Alarm implements Runnable {

        private final Thread asking;
        private boolean over;
        private boolean rung;

        Alarm(Thread asking) {
            this.asking = asking;
        }

        @Override
        public synchronized void run() {
            if (!over) {
                rung = true;
                asking.interrupt();
            }
        }

        synchronized boolean hasRung() {
            return rung;
        }

        /** Whoever asked goes on without the mark of an interrupt that was meant for the question. */
        synchronized void off() {
            over = true;
            if (rung) {
                boolean unused = Thread.interrupted();
            }
        }
    }
}
