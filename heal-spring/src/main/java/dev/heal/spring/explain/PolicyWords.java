package dev.heal.spring.explain;

import static dev.heal.text.Durations.written;

import dev.heal.policy.Approval;
import dev.heal.policy.Budget;
import dev.heal.policy.Escalation;
import dev.heal.policy.Mode;
import dev.heal.remediation.FailoverRegion;
import dev.heal.signal.Timing;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.Node;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import dev.heal.spring.binding.PolicySettings.VerifySettings;
import dev.heal.spring.binding.RouterSettings;
import dev.heal.spring.binding.TargetSettings;
import dev.heal.text.SafeText;
import dev.heal.text.SettingsText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What holds for a target, in plain words, so that a team can see whether it has written what it meant. */
public final class PolicyWords {

    private final HealSettings settings;
    private final TargetSettings target;
    private final List<String> lines = new ArrayList<>();

    private PolicyWords(HealSettings settings, TargetSettings target) {
        this.settings = settings;
        this.target = target;
    }

    /**
     * Short lines, the first of them not indented, made safe to show.
     *
     * @param target one of {@code settings.targets()}
     */
    public static List<String> of(HealSettings settings, TargetSettings target) {
        return new PolicyWords(settings, target).tell();
    }

    private List<String> tell() {
        lines.add(SafeText.of(target.name()) + " " + mode());
        lines.add("  " + around());
        if (!target.dependsOn().isEmpty()) {
            lines.add("  it needs " + joined(target.dependsOn(), "and")
                    + ": while that is sick and being repaired, only safe steps start here");
        }
        if (target.scope() != null) {
            lines.add("  " + SafetyWords.scope(settings, target.scope()));
        }
        lines.add("  it is sick when");
        int names = Math.max(
                width(target.policy().detectors().keySet()),
                target.router() == null ? 0 : TargetSettings.REGION_PROBE.length());
        regionProbe(names);
        target.policy()
                .detectors()
                .forEach((name, chosen) -> lines.add("    " + padded(name, names) + Kinds.detector(chosen)));
        lines.add("  then heal " + (mode(Mode.OBSERVE) ? "would" : "does"));
        steps();
        limits();
        return lines;
    }

    private boolean mode(Mode mode) {
        return Modes.of(settings, target) == mode;
    }

    private String mode() {
        Mode mode = Modes.of(settings, target);
        String words = switch (mode) {
            case ACT -> "(act: heal repairs it by itself)";
            case PROPOSE -> "(propose: a human must say yes to each step)";
            case OBSERVE -> "(observe: heal only tells what it would do)";
        };
        Mode asked = Modes.asked(settings, target);
        String ceiling = asked == mode ? "" : "; the ceiling does not allow " + SettingsText.value("mode", asked);
        return words.replace(")", ceiling + exceptions(mode) + ")");
    }

    /** A step may say otherwise, and whoever only reads the first line must know. */
    private String exceptions(Mode mode) {
        List<String> others = target.policy().steps().stream()
                .filter(step -> Modes.of(settings, target, step) != mode)
                .map(step -> "but " + SafeText.of(step.name()) + ": "
                        + SettingsText.value("mode", Modes.of(settings, target, step)))
                .toList();
        return others.isEmpty() ? "" : "; " + String.join(", ", others);
    }

    /** What is around it, in one sentence. */
    private String around() {
        Node policy = target.node().child("policy");
        String resource = target.resource();
        String breaker = target.circuitBreaker();
        String words = policy == null ? "a policy of its own" : "policy " + SafeText.of(policy.resolved());
        if (target.router() != null) {
            return words + ", router " + SafeText.of(target.router()) + ": " + regions() + ofCalls();
        }
        return words
                + (resource == null ? ", no resource" : ", resource " + SafeText.of(resource))
                + (breaker == null
                        ? ", a circuit breaker that heal makes"
                        : ", circuit breaker " + SafeText.of(breaker) + (target.driven() ? ", driven" : ""))
                + ofCalls();
    }

    private String ofCalls() {
        return (target.timing() == Timing.EXACT ? ", each call timed" : "")
                + (target.limitConcurrency() == null
                        ? ""
                        : ", at most " + target.limitConcurrency() + " calls in flight at once");
    }

    /** Each region is healed by itself, and what follows holds for each. */
    private String regions() {
        RouterSettings router = settings.router(target.router());
        String each = "each region is healed by itself, as " + SafeText.of(target.name()) + "@<region>";
        if (router == null) {
            return each;
        }
        Collection<String> home = names(router, true);
        Collection<String> standby = names(router, false);
        return "served from " + joined(home, "and")
                + (standby.isEmpty()
                        ? ""
                        : "; " + joined(standby, "and") + (standby.size() == 1 ? " stands by" : " stand by"))
                + "; " + each;
    }

    private static Collection<String> names(RouterSettings router, boolean home) {
        return router.regions().stream()
                .filter(region -> region.isHome() == home)
                .map(RouterSettings.RegionSettings::name)
                .toList();
    }

    /** The detector that each region has, whatever the policy says. */
    private void regionProbe(int names) {
        RouterSettings router = settings.router(target.router());
        if (target.router() != null) {
            lines.add("    " + padded(TargetSettings.REGION_PROBE, names)
                    + (router == null
                            ? "its probe has no good answer, several times in a row"
                            : probe(router.probe())));
        }
    }

    private static String probe(RouterSettings.ProbeSettings probe) {
        return (probe.failures() == 1 ? "a question" : probe.failures() + " questions in a row") + " by the probe "
                + SafeText.of(probe.kind()) + (probe.path().isEmpty() ? "" : " of " + SafeText.of(probe.path()))
                + ", one every " + written(probe.every()) + ", had no good answer within " + written(probe.within());
    }

    private void steps() {
        List<StepSettings> steps = target.policy().steps();
        int names = width(steps.stream().map(StepSettings::name).toList());
        for (int i = 0; i < steps.size(); i++) {
            StepSettings step = steps.get(i);
            String number = "    " + (i + 1) + ". ";
            String rest = " ".repeat(number.length() + names + 2);
            lines.add(number + padded(step.name(), names) + Kinds.remediation(step.action()) + ", when "
                    + (step.when().isEmpty() ? "any of these" : joined(step.when(), "or")));
            condition(step).forEach(line -> lines.add(rest + line));
            lines.add(rest + attempts(step));
            SafetyWords.bounds(step).forEach(line -> lines.add(rest + line));
            lines.add(rest + "it has helped if " + proof(step));
        }
        List<String> alone = detectors().stream()
                .filter(detector -> steps.stream()
                        .noneMatch(step -> step.when().isEmpty() || step.when().contains(detector)))
                .toList();
        if (!alone.isEmpty()) {
            lines.add("    no step answers to " + joined(alone, "or") + ": a human is told");
        }
    }

    /** What must be so before the step starts, if anything must. */
    private List<String> condition(StepSettings step) {
        List<String> conditions = new ArrayList<>();
        SafetyWords.conditions(step, conditions);
        if (!step.sustained().isZero()) {
            conditions.add("only once it has lasted " + written(step.sustained()));
        }
        Mode mode = Modes.of(settings, target, step);
        if (mode == Mode.OBSERVE && !mode(Mode.OBSERVE)) {
            conditions.add("only told, not done: its mode is observe");
        } else if (mode == Mode.ACT && !mode(Mode.ACT)) {
            conditions.add("done by itself: its mode is act");
        }
        Approval approval = step.approval() == null && mode == Mode.PROPOSE ? Approval.DEFAULT : step.approval();
        if (approval != null) {
            conditions.add("only after a human has said yes within " + written(approval.expires()) + ", else "
                    + (approval.onExpiry() == Approval.OnExpiry.ESCALATE
                            ? "a human is told"
                            : "the next step has its turn"));
        }
        return conditions;
    }

    private static String attempts(StepSettings step) {
        return step.attempts() == 1
                ? "one attempt of at most " + written(step.timeLimit())
                : "up to " + step.attempts() + " attempts of at most " + written(step.timeLimit()) + " each";
    }

    private String proof(StepSettings step) {
        VerifySettings verify = step.verify();
        Collection<String> detectors = step.when().isEmpty() ? detectors() : step.when();
        var probe = verify.probe();
        boolean moves = step.action().settings() instanceof FailoverRegion.Settings;
        String steady = (moves ? "where the traffic went " : "")
                + (probe == null
                        ? joined(detectors, "and") + (detectors.size() == 1 ? " is" : " are") + " known to be healthy"
                        : "the probe " + SafeText.of(probe.name()) + " answers and " + notSick(detectors));
        Duration settle = verify.settle();
        return steady + " within " + written(verify.within()) + ", and stays so for " + written(verify.hold())
                + (settle.isZero() ? "" : "; not looked at in the first " + written(settle));
    }

    /** The names of the policy's, and of a region's own. */
    private Collection<String> detectors() {
        List<String> names = new ArrayList<>();
        if (target.router() != null) {
            names.add(TargetSettings.REGION_PROBE);
        }
        names.addAll(target.policy().detectors().keySet());
        return names;
    }

    private static String notSick(Collection<String> detectors) {
        return switch (detectors.size()) {
            case 1 -> joined(detectors, "and") + " is not sick";
            case 2 -> "neither " + joined(detectors, "nor") + " is sick";
            default -> "none of " + joined(detectors, "and") + " is sick";
        };
    }

    private void limits() {
        Budget budget = target.policy().budget();
        lines.add("  at most " + SafetyWords.text(budget) + ", the same step not again within "
                + written(target.policy().cooldown()));
        lines.add("  " + SafetyWords.giveUp(target.policy().giveUp()));
        Escalation escalation = target.policy().escalation();
        lines.add("  not healed after " + written(escalation.after()) + ", or no step left: tell "
                + (escalation.contact() == null ? "a human" : SafeText.of(escalation.contact()))
                + (escalation.runbook() == null ? "" : ", see " + SafeText.of(escalation.runbook())));
    }

    // -- words

    /** {@code stalled, hung or errors}. */
    static String joined(Collection<String> names, String last) {
        List<String> safe = names.stream().map(SafeText::of).toList();
        return safe.size() < 2
                ? String.join("", safe)
                : String.join(", ", safe.subList(0, safe.size() - 1)) + " " + last + " " + safe.get(safe.size() - 1);
    }

    private static int width(Collection<String> names) {
        return names.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String name, int width) {
        return SafeText.of(name) + " ".repeat(Math.max(0, width - name.length()) + 2);
    }
}
