package dev.heal.examples.method;

import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;

/** A remediation of one's own: what it does, what it risks, and that there is nothing to undo. */
record LogInAgain(PriceClient client) implements Remediation {

    @Override
    public String name() {
        return "log-in-again";
    }

    @Override
    public Risk risk() {
        return Risk.RESTORATIVE;
    }

    @Override
    public Object actsOn() {
        return client;
    }

    @Override
    public String plan() {
        return "log the price client in again";
    }

    @Override
    public Undo apply(RemediationContext context) {
        client.login();
        context.note("logged in");
        return Undo.NOTHING;
    }
}
