package dev.heal.spring.autoconfigure;

import dev.heal.StepBuilder;
import dev.heal.TargetBuilder;
import dev.heal.check.Checked;
import dev.heal.detect.Detector;
import dev.heal.detect.DetectorKind;
import dev.heal.detect.Probe;
import dev.heal.guard.Breaker;
import dev.heal.guard.Guard;
import dev.heal.policy.Budget;
import dev.heal.policy.Verification;
import dev.heal.region.Region;
import dev.heal.remediation.Remediation;
import dev.heal.remediation.RemediationKind;
import dev.heal.remediation.Risk;
import dev.heal.resource.Resources;
import dev.heal.spring.binding.Chosen;
import dev.heal.spring.binding.Finding;
import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.Node;
import dev.heal.spring.binding.PolicySettings;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import dev.heal.spring.binding.TargetSettings;
import dev.heal.spring.method.MethodRemediation;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Turns the words of one target into detectors, steps and a breaker; what a bean lacks is told where it is named. */
final class TargetAssembly {

    /** What was found among the beans for a target, and what its steps turned out to act on. */
    record Prepared(BeanResources resources, @Nullable Breaker breaker, List<Remediation> remediations) {}

    private final ResourceBeans beans;
    private final RegistryBreakers breakers;

    TargetAssembly(ResourceBeans beans, RegistryBreakers breakers) {
        this.beans = beans;
        this.breakers = breakers;
    }

    Prepared prepare(TargetSettings target, Findings findings) {
        Node node = target.node();
        return new Prepared(
                resource(node, target.resource(), findings),
                breaker(node, target.circuitBreaker(), findings),
                new ArrayList<>());
    }

    /** Of a region, all is known. */
    Prepared prepare(Region<?> region) {
        return new Prepared(BeanResources.of(region, beans), null, new ArrayList<>());
    }

    /** For a target that something else is wrong with: whether the names it gives are known, so that all is told at once. */
    void checkNames(Node target, Findings findings) {
        isBean(target, text(target, "resource"), findings);
        breaker(target, text(target, "circuit-breaker"), findings);
    }

    private static @Nullable String text(Node target, String key) {
        Node node = target.child(key);
        return node == null ? null : node.text();
    }

    private boolean isBean(Node target, @Nullable String name, Findings findings) {
        if (name == null || beans.contains(name)) {
            return name != null;
        }
        findings.add(at(target, "resource"), "is no bean of this application", Nearest.hint(name, beans.names()));
        return false;
    }

    private BeanResources resource(Node target, @Nullable String name, Findings findings) {
        if (name == null || !isBean(target, name, findings)) {
            return new BeanResources(null, beans);
        }
        try {
            return new BeanResources(beans.get(name), beans);
        } catch (RuntimeException failed) {
            findings.add(at(target, "resource"), "the bean cannot be made: " + SafeText.of(failed), "mend the bean");
            return new BeanResources(null, beans);
        }
    }

    private @Nullable Breaker breaker(Node target, @Nullable String name, Findings findings) {
        if (name == null) {
            return null;
        }
        Breaker breaker;
        try {
            breaker = breakers.find(name).orElse(null);
        } catch (RuntimeException failed) {
            findings.add(
                    at(target, "circuit-breaker"),
                    "the CircuitBreakerRegistry cannot be made: " + SafeText.of(failed),
                    "mend the bean");
            return null;
        }
        if (breaker == null) {
            findings.add(
                    at(target, "circuit-breaker"),
                    breakers.isThere()
                            ? "is no circuit breaker of this application"
                            : "there is no CircuitBreakerRegistry bean to find it in",
                    breakers.isThere()
                            ? Nearest.hint(name, breakers.names()) + "; or leave it out and one is made"
                            : "add resilience4j-spring-boot4, or leave it out and one is made");
        }
        return breaker;
    }

    void configure(TargetBuilder builder, TargetSettings target, Prepared prepared, Findings findings) {
        PolicySettings policy = target.policy();
        if (prepared.breaker() != null) {
            builder.breaker(prepared.breaker());
        }
        builder.timing(target.timing());
        if (target.limitConcurrency() != null) {
            builder.limitConcurrency(target.limitConcurrency());
        }
        policy.detectors().forEach((name, chosen) -> {
            Detector detector = make(target, chosen, prepared, findings, () -> create(chosen, prepared.resources()));
            if (detector != null) {
                builder.detect(name, detector);
            }
        });
        for (StepSettings step : policy.steps()) {
            Remediation remediation = make(
                    target,
                    step.action(),
                    prepared,
                    findings,
                    () -> create(step.action(), builder.guard(), prepared.resources()));
            Verification verification = verification(target, step, prepared, findings);
            if (remediation instanceof MethodRemediation method
                    && method.risk() == Risk.DISRUPTIVE
                    && step.approval() == null) {
                findings.add(step.action().node(), "can neither be undone nor called harmless", method.wayOut());
            }
            if (remediation != null) {
                prepared.remediations().add(remediation);
                builder.step(step.name(), remediation, how -> configure(how, step, verification));
            }
        }
        builder.budget(policy.budget().remediations(), policy.budget().per());
        builder.cooldown(policy.cooldown()).escalate(policy.escalation()).giveUp(policy.giveUp());
        if (policy.mode() != null) {
            builder.mode(policy.mode());
        }
    }

    private static void configure(StepBuilder builder, StepSettings step, Verification verification) {
        if (step.node().child("sustained") != null) {
            builder.sustained(step.sustained());
        }
        builder.when(step.when().toArray(String[]::new))
                .verify(verification)
                .attempts(step.attempts())
                .timeLimit(step.timeLimit())
                .requires(step.safeguards().requires().toArray(String[]::new))
                .uses(step.safeguards().uses().toArray(String[]::new))
                .timeToLive(step.safeguards().timeToLive());
        Budget budget = step.safeguards().budget();
        if (budget != null) {
            builder.budget(budget.remediations(), budget.per());
        }
        if (step.approval() != null) {
            builder.approval(step.approval());
        }
        if (step.mode() != null) {
            builder.mode(step.mode());
        }
    }

    private Verification verification(TargetSettings target, StepSettings step, Prepared prepared, Findings findings) {
        var verify = step.verify();
        var kind = verify.probe();
        Node node = verify.probeNode();
        Probe probe = kind == null || node == null
                ? null
                : make(target, kind.name(), node, prepared, findings, () -> kind.create(prepared.resources()));
        return new Verification(probe, verify.settle(), verify.within(), verify.hold());
    }

    private <T> @Nullable T make(
            TargetSettings target, Chosen<?> chosen, Prepared prepared, Findings findings, Supplier<T> making) {
        return make(target, chosen.node().name(), chosen.node(), prepared, findings, making);
    }

    private <T> @Nullable T make(
            TargetSettings target, String kind, Node node, Prepared prepared, Findings findings, Supplier<T> making) {
        try {
            return making.get();
        } catch (Resources.MissingResourceException missing) {
            tellMissing(target, kind, prepared.resources(), findings);
        } catch (BeanResources.NoShedderException none) {
            findings.add(node, none.wrong(), none.fix());
        } catch (RuntimeException | LinkageError failed) {
            findings.add(node, "cannot be made: " + SafeText.of(failed), "mend the bean of this kind");
        }
        return null;
    }

    private void tellMissing(TargetSettings target, String kind, BeanResources resources, Findings findings) {
        boolean told =
                findings.all().stream().anyMatch(finding -> finding.property().endsWith(".resource"));
        if (told) {
            return;
        }
        if (resources.isRegion()) {
            findings.add(
                    at(target.node(), "router"),
                    "calls are made with a " + resources.type() + " there, and " + kind + " needs a "
                            + resources.missing(),
                    "have its regions name pools of HikariCP (data-source), or take " + kind + " out of the policy");
            return;
        }
        Object bean = resources.bean();
        List<String> fitting = beans.names();
        String known = fitting.isEmpty() ? "there is none" : "known: " + String.join(", ", fitting);
        if (bean != null) {
            findings.add(
                    at(target.node(), "resource"),
                    "the bean is a " + ClassUtils.getUserClass(bean).getName() + ", and " + kind + " needs a "
                            + resources.missing(),
                    "name a pool of HikariCP (" + known + ")");
        } else {
            findings.add(new Finding(
                    "heal.targets." + target.name() + ".resource",
                    null,
                    target.node().where(),
                    "is missing, and " + kind + " needs a " + resources.missing(),
                    "write resource: and the name of a pool of HikariCP (" + known + ")"));
        }
    }

    /** Two targets that repair one thing would undo each other's work and double each other's budget. */
    void checkShared(TargetSettings target, Prepared prepared, Map<Object, String> takenBy, Findings findings) {
        Breaker breaker = prepared.breaker();
        String owner = breaker == null ? null : takenBy.putIfAbsent(breaker, target.name());
        if (owner != null) {
            // A call through that breaker says something of one target, and nobody could tell of which.
            findings.add(
                    at(target.node(), "circuit-breaker"),
                    "the target " + owner + " names the same circuit breaker, and its calls are recorded there",
                    "let one target own it, and put what the other needs into the detectors of that one");
            return;
        }
        for (Remediation remediation : prepared.remediations()) {
            Object thing = remediation.actsOn();
            String other = thing == null ? null : takenBy.putIfAbsent(thing, target.name());
            if (other != null && !other.equals(target.name())) {
                String key = thing == prepared.resources().bean()
                        ? (prepared.resources().isRegion() ? "router" : "resource")
                        : thing instanceof Breaker ? "circuit-breaker" : "steps";
                findings.add(
                        at(target.node(), key),
                        "the target " + other + " acts on the same thing (" + remediation.plan() + ")",
                        "let one target own it, and put what the other needs into the detectors of that one");
            }
        }
    }

    private static Node at(Node target, String key) {
        Node node = target.child(key);
        return node == null ? target : node;
    }

    @SuppressWarnings("unchecked")
    private static <P extends Record & Checked> Detector create(Chosen<DetectorKind<?>> chosen, Resources resources) {
        return ((DetectorKind<P>) chosen.kind()).create((P) chosen.settings(), resources);
    }

    @SuppressWarnings("unchecked")
    private static <P extends Record & Checked> Remediation create(
            Chosen<RemediationKind<?>> chosen, Guard guard, Resources resources) {
        return ((RemediationKind<P>) chosen.kind()).create((P) chosen.settings(), guard, resources);
    }
}
