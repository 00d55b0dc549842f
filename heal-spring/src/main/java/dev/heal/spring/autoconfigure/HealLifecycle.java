package dev.heal.spring.autoconfigure;

import dev.heal.Heal;
import dev.heal.spring.binding.HealSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Heal starts when all else has started, and ends before anything else does. */
final class HealLifecycle implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Heal.class);

    private final Heal heal;
    private final boolean strict;
    private volatile boolean running;

    HealLifecycle(Heal heal, HealSettings settings) {
        this.heal = heal;
        this.strict = settings.strict();
    }

    @Override
    public void start() {
        try {
            heal.start();
            running = true;
        } catch (RuntimeException failed) {
            if (strict) {
                throw failed;
            }
            LOG.error("heal could not be started; the application goes on without it", failed);
        }
    }

    @Override
    public void stop() {
        running = false;
        heal.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    /** What has ended does not begin again, so a context that merely pauses keeps it. */
    @Override
    public boolean isPauseable() {
        return false;
    }
}
