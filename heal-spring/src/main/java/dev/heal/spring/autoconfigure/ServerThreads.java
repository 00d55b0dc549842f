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
    private static final int PART_THAT_MAY_ALWAYS_WAIT = 4;
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

    /**
     * Who waits may hold all that those under way leave. Where nothing is written, those leave a part whatever happens, if only
     * of two threads: without a room the classes would mean nothing. What is not written shrinks to what the written leaves; of two that leave no thread neither holds.
     */
    ShedderSettings settings(WebShedding written) {
        ShedderSettings usual = ShedderSettings.DEFAULT.maxWait(written.maxWait());
        Integer room = written.waitingRoom();
        Integer concurrency = written.maxConcurrency();
        if (most == null) {
            return usual.waitingRoom(room == null ? usual.waitingRoom() : room)
                    .maxConcurrency(concurrency == null ? usual.maxConcurrency() : concurrency);
        }
        int usable = usable(most);
        if (leaveNone(written)) {
            room = null;
            concurrency = null;
        }
        int reserved = room == null ? Math.min(Math.max(1, most / PART_THAT_MAY_ALWAYS_WAIT), usable - 1) : room;
        int underWay = concurrency == null ? usable - reserved : concurrency;
        int held = Math.max(usable, underWay + (room == null ? 0 : room));
        return usual.waitingRoom(room == null ? held - 1 : room)
                .maxConcurrency(underWay)
                .maxHeld(held);
    }

    /** Whether the written numbers leave no thread to serve with, or none to turn requests away with. */
    boolean leaveNone(WebShedding written) {
        if (most == null || (written.waitingRoom() == null && written.maxConcurrency() == null)) {
            return false;
        }
        int room = written.waitingRoom() == null ? 0 : written.waitingRoom();
        return written.maxConcurrency() == null ? room >= usable(most) : room + (long) written.maxConcurrency() >= most;
    }

    /** All but those that turn requests away. */
    private static int usable(int most) {
        return Math.max(1, most - Math.max(1, most / PART_THAT_REJECTS));
    }
}
