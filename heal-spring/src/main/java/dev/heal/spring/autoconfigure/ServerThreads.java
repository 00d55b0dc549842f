package dev.heal.spring.autoconfigure;

import dev.heal.admission.ShedderSettings;
import dev.heal.spring.binding.WebShedding;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/**
 * How many of the server's threads requests may hold, whether they wait or are under way. Some must be left to turn requests
 * away with: where all are held, requests queue up before the server, where nobody knows one from another.
 *
 * @param most null where no request holds a thread that is dear
 */
record ServerThreads(@Nullable Integer most) {

    private static final int USUAL = 200;
    private static final int PART_THAT_WAITS = 4;
    private static final int PART_THAT_REJECTS = 20;

    /** Of a servlet container: Tomcat, or Jetty, which is asked for only where somebody says something of it. */
    static ServerThreads ofServlets(Environment environment) {
        if (Threading.VIRTUAL.isActive(environment)) {
            return none();
        }
        Integer jetty = environment.getProperty("server.jetty.threads.max", Integer.class);
        int most = environment.getProperty(
                "server.tomcat.threads.max", Integer.class, jetty == null ? USUAL : jetty.intValue());
        return new ServerThreads(Math.max(1, most));
    }

    static ServerThreads none() {
        return new ServerThreads(null);
    }

    ShedderSettings settings(WebShedding written) {
        ShedderSettings usual = ShedderSettings.DEFAULT.maxWait(written.maxWait());
        int room = usual.waitingRoom();
        int concurrency = usual.maxConcurrency();
        if (most != null) {
            int usable = Math.max(1, most - Math.max(1, most / PART_THAT_REJECTS));
            room = Math.min(most / PART_THAT_WAITS, usable - 1);
            if (written.waitingRoom() != null) {
                room = written.waitingRoom();
            }
            concurrency = Math.max(1, usable - room);
        } else if (written.waitingRoom() != null) {
            room = written.waitingRoom();
        }
        return usual.waitingRoom(room)
                .maxConcurrency(written.maxConcurrency() == null ? concurrency : written.maxConcurrency());
    }
}
