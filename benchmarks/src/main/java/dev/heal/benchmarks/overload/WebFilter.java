package dev.heal.benchmarks.overload;

import dev.heal.admission.ShedderSettings;

/**
 * What heal's servlet filter has before Tomcat's usual 200 threads where nothing is written: who waits or is under way holds
 * one. The numbers are those of heal-spring's {@code ServerThreads}.
 */
public final class WebFilter {

    public static final ShedderSettings SETTINGS =
            ShedderSettings.DEFAULT.waitingRoom(189).maxConcurrency(140).maxHeld(190);

    private WebFilter() {}
}
