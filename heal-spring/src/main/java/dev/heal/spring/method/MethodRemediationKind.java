package dev.heal.spring.method;

import dev.heal.guard.Guard;
import dev.heal.remediation.NoSettings;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationKind;
import dev.heal.remediation.Risk;
import dev.heal.resource.Resources;

/** A word made of a method that repairs; compared by identity, it is the thing that no two targets may act on. */
final class MethodRemediationKind implements RemediationKind<NoSettings> {

    private final Word word;
    private final Risk risk;
    private final String plan;

    MethodRemediationKind(Word word, Risk risk, String plan) {
        this.word = word;
        this.risk = risk;
        this.plan = plan;
    }

    @Override
    public String name() {
        return word.name();
    }

    @Override
    public NoSettings defaults() {
        return new NoSettings();
    }

    @Override
    public String words(NoSettings settings) {
        return plan;
    }

    @Override
    public Remediation create(NoSettings settings, Guard guard, Resources resources) {
        return new MethodRemediation(this, word.bind());
    }

    Word word() {
        return word;
    }

    Risk risk() {
        return risk;
    }

    String plan() {
        return plan;
    }
}
