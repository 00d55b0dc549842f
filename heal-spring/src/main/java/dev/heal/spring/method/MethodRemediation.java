package dev.heal.spring.method;

import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationContext;
import dev.heal.remediation.Risk;
import dev.heal.remediation.Undo;
import org.jspecify.annotations.Nullable;

/** A repair that a method of a bean makes. */
public final class MethodRemediation implements Remediation {

    private final MethodRemediationKind kind;
    private final Call call;

    MethodRemediation(MethodRemediationKind kind, Call call) {
        this.kind = kind;
        this.call = call;
    }

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public Risk risk() {
        return kind.risk();
    }

    @Override
    public @Nullable Object actsOn() {
        return kind.risk() == Risk.SAFE ? null : kind;
    }

    @Override
    public String plan() {
        return kind.plan();
    }

    @Override
    public Undo apply(RemediationContext context) throws Exception {
        Object answer = call.method().getParameterCount() == 0 ? call.invoke() : call.invoke(context);
        if (answer instanceof Undo undo) {
            return undo;
        }
        return answer instanceof Runnable runnable ? unused -> runnable.run() : Undo.NOTHING;
    }

    /** What a step may write, or the method say, where it is disruptive and has no approval. */
    public String wayOut() {
        return "write approval: { expires: 15m }, or say what it is on "
                + kind.word().place() + ": @HealRemediation(value = \"" + name() + "\", risk = Risk.RESTORATIVE)";
    }
}
