package dev.heal.examples.words;

import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.spring.HealDetector;
import dev.heal.spring.HealRemediation;
import java.util.Map;
import java.util.function.Supplier;

/** Prices that are copied from somewhere slow; two of its methods are words of application.yml. */
public class PriceCache {

    private final Supplier<Map<String, Integer>> source;
    private volatile Map<String, Integer> prices = Map.of();

    public PriceCache(Supplier<Map<String, Integer>> source) {
        this.source = source;
    }

    @HealDetector("cached-prices") // the policy says from where on it is sick: { below: 1 }
    public int size() {
        return prices.size();
    }

    @HealRemediation(value = "warm-prices", plan = "read all prices again", risk = Risk.RESTORATIVE)
    public void warm(RemediationContext context) {
        prices = Map.copyOf(source.get());
        context.note(size() + " prices read");
    }
}
