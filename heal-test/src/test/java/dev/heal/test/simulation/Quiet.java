package dev.heal.test.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Heal logs each event of its life, and in a simulation it has a thousand lives. Only what the loop survived although it
 * should never have happened is kept: there is no other sign of it.
 */
final class Quiet implements BeforeAllCallback, AfterAllCallback {

    private static final String FAULT = "the loop failed, and goes on";

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.heal");
    private final Collection<String> faults = new ConcurrentLinkedQueue<>();
    private final Appender appender = new Appender();
    private Level before;

    private final class Appender extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getMessage().contains(FAULT)) {
                faults.add(event.getFormattedMessage());
            }
        }
    }

    /** What the loop said of faults in itself. */
    Collection<String> faults() {
        return faults;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        before = logger.getLevel();
        logger.setLevel(Level.ERROR);
        logger.setAdditive(false);
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(before);
    }
}
