package dev.heal.spring.cli.app;

import dev.heal.detect.Detector;
import dev.heal.detect.DetectorKind;
import dev.heal.resource.Resources;

/** A word that is known only where its bean is. */
final class NeedsABean implements DetectorKind<StaleKind.Limit> {

    private final String bean;

    NeedsABean(String bean) {
        this.bean = bean;
    }

    @Override
    public String name() {
        return bean;
    }

    @Override
    public StaleKind.Limit defaults() {
        return new StaleKind.Limit(1);
    }

    @Override
    public Detector create(StaleKind.Limit settings, Resources resources) {
        throw new AssertionError("nothing is made offline");
    }
}
