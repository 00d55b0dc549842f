package dev.heal.journal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps what the journal says out of the build's output, and remembers it. */
final class Silence implements AutoCloseable {

    private static final int MOST = 1000;

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.heal.journal");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent line) {
            if (list.size() < MOST) {
                super.append(line);
            }
        }
    };

    Silence() {
        said.start();
        logger.addAppender(said);
        logger.setAdditive(false);
    }

    List<String> lines(Level level) {
        return said.list.stream()
                .filter(line -> line.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(said);
        logger.setAdditive(true);
    }
}
