package dev.heal.spring.cli.app;

import dev.heal.remediation.Risk;
import dev.heal.spring.HealDetector;
import dev.heal.spring.HealRemediation;

/** Words that an application brings itself, as methods of a bean that cannot be made offline. */
final class Prices {

    Prices(Object database) {}

    @HealDetector("price-age")
    public int ageInSeconds() {
        throw new AssertionError("nothing is asked offline");
    }

    @HealRemediation(value = "warm-prices", risk = Risk.RESTORATIVE)
    public void warm() {
        throw new AssertionError("nothing is done offline");
    }
}
