package dev.heal.spring.cli.app;

import dev.heal.check.Checked;
import dev.heal.detect.Detector;
import dev.heal.detect.DetectorKind;
import dev.heal.resource.Resources;

/** A word that an application brings itself, as a class. */
public final class StaleKind implements DetectorKind<StaleKind.Limit> {

    public record Limit(int above) implements Checked {}

    StaleKind() {}

    @Override
    public String name() {
        return "stale-prices";
    }

    @Override
    public Limit defaults() {
        return new Limit(3);
    }

    @Override
    public Detector create(Limit settings, Resources resources) {
        throw new AssertionError("nothing is made offline");
    }
}
