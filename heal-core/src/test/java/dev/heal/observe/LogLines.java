package dev.heal.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Listens to one logger, and keeps its lines out of the build's output meanwhile. */
public final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final Level level;
    private final boolean additive;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent line) {
            // The MDC is read lazily, and by then it would be another.
            line.prepareForDeferredProcessing();
            super.append(line);
        }
    };

    private LogLines(Logger logger) {
        this.logger = logger;
        this.level = logger.getLevel();
        this.additive = logger.isAdditive();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.ALL);
        logger.setAdditive(false);
    }

    public static LogLines of(Class<?> type) {
        return of(type.getName());
    }

    public static LogLines of(String name) {
        return new LogLines((Logger) LoggerFactory.getLogger(name));
    }

    public List<ILoggingEvent> events() {
        return lines.list;
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
        logger.setLevel(level);
        logger.setAdditive(additive);
    }
}
