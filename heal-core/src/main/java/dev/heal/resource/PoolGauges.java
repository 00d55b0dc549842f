package dev.heal.resource;

import dev.heal.signal.Gauge;
import java.util.List;

/** What can be measured of a pool of connections, without blocking. */
public interface PoolGauges {

    /** Connections that are borrowed. */
    String ACTIVE = "active";

    String IDLE = "idle";

    String TOTAL = "total";

    /** How many connections the pool may have. */
    String MAX = "max";

    /** Callers that wait for a connection. */
    String PENDING = "pending";

    /** Seconds since the connection that has been out longest was borrowed. */
    String OLDEST_BORROW = "oldest-borrow";

    /** Seconds that the caller that has waited longest has waited. */
    String OLDEST_WAIT = "oldest-wait";

    /** Seconds since a connection was last handed out or came back; 0 while nobody holds or waits for one. */
    String SINCE_PROGRESS = "since-progress";

    /** The pool's name. */
    String name();

    /** All of the above. */
    List<Gauge> gauges();

    /** The full name of one of the above. */
    default String gauge(String what) {
        return name() + "." + what;
    }
}
