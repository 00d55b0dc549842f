package dev.heal.resource;

import dev.heal.signal.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Something that can be replaced by a fresh copy of itself while the application goes on using it. */
public interface Restartable {

    /** The name that configuration, logs and notebooks use. */
    String name();

    /** What can be measured of it; readings never block. */
    List<Gauge> gauges();

    /**
     * Looks, without touching anything, whether a restart could work now. May block, up to about {@code limit}; honours
     * interruption.
     */
    Readiness check(Duration limit);

    /**
     * Replaces the sick copy by a fresh one that has proved to work; if no fresh one can be had, the old one stays. May
     * block, up to about {@code limit}; honours interruption.
     *
     * @param notes hears what was done, one sentence each, for the notebook
     * @throws Exception if the old copy is still the one in use; the message says why
     */
    void restart(Duration limit, Consumer<String> notes) throws Exception;
}
