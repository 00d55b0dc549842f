package dev.heal.spring.cli.app;

import dev.heal.remediation.Risk;
import dev.heal.spring.HealDetector;
import dev.heal.spring.HealRemediation;

/** Words that an application brings itself, as annotated methods. */
public class Queue {

    @HealDetector("queue-length")
    public int length() {
        throw new AssertionError("nothing is called offline");
    }

    @HealRemediation(value = "drain-queue", risk = Risk.SAFE, plan = "drain the queue")
    public void drain() {
        throw new AssertionError("nothing is called offline");
    }
}
