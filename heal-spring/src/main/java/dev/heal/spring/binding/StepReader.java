package dev.heal.spring.binding;

import dev.heal.check.Checked;
import dev.heal.detect.ProbeKind;
import dev.heal.policy.Approval;
import dev.heal.policy.Budget;
import dev.heal.policy.Mode;
import dev.heal.policy.Safeguards;
import dev.heal.policy.Step;
import dev.heal.policy.Verification;
import dev.heal.remediation.RemediationKind;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import dev.heal.spring.binding.PolicySettings.VerifySettings;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one step. */
final class StepReader {

    private static final TargetNames.Itself USES_ITSELF = new TargetNames.Itself(
            "is the target itself, which is sick whenever the step is due", "name what the step goes through");

    private final Vocabulary vocabulary;
    private final TargetNames targets;
    private final @Nullable Node target;
    private final Findings findings;

    /** @param target that the step is of; null if it is not known yet */
    StepReader(Vocabulary vocabulary, TargetNames targets, @Nullable Node target, Findings findings) {
        this.vocabulary = vocabulary;
        this.targets = targets;
        this.target = target;
        this.findings = findings;
    }

    /**
     * The step, or null if it is not known what to do; all else that is wrong is among the findings.
     *
     * @param detectors what {@code when} and {@code requires} may name; null if that is not known yet
     * @param steps the names of all steps, for a message
     */
    @Nullable
    StepSettings read(Node node, @Nullable Set<String> detectors, Collection<String> steps) {
        Section section = new Section(node, "a step", findings);
        Chosen<RemediationKind<?>> action = action(section, steps);
        Set<String> when = detectors(section, "when", detectors);
        Duration sustained = section.value("sustained", Values.DURATION, sustained(action));
        VerifySettings verify = verify(section);
        int attempts = section.value("attempts", Values.INTEGER, 1);
        Duration timeLimit = section.value("time-limit", Values.DURATION, Step.DEFAULT_TIME_LIMIT);
        Node approvalNode = section.child("approval");
        Approval approval = approvalNode == null
                ? null
                : new RecordBinder(findings).bind(approvalNode, "approval", Approval.class, Approval.DEFAULT);
        Mode mode = section.optional("mode", Values.oneOf(Mode.class));
        Safeguards safeguards = safeguards(section, detectors, timeToLive(action));
        section.check(check -> {
            check.notNegative("sustained", sustained);
            check.atLeast("attempts", attempts, 1);
            check.positive("time-limit", timeLimit);
        });
        section.rejectUnknown();
        return action == null
                ? null
                : new StepSettings(
                        node.name(),
                        action,
                        when,
                        sustained,
                        verify,
                        attempts,
                        timeLimit,
                        approval,
                        mode,
                        safeguards,
                        node);
    }

    /** What the kind asks for where nothing is written. */
    private static Duration sustained(@Nullable Chosen<RemediationKind<?>> action) {
        try {
            return action == null ? Duration.ZERO : action.kind().sustained();
        } catch (RuntimeException | LinkageError broken) {
            // A kind that does not work is told when it is to make the remediation.
            return Duration.ZERO;
        }
    }

    /** The same. */
    private static Duration timeToLive(@Nullable Chosen<RemediationKind<?>> action) {
        try {
            Duration own = action == null ? null : timeToLive(action.kind(), action.settings());
            return own == null ? Safeguards.DEFAULT_TIME_TO_LIVE : own;
        } catch (RuntimeException | LinkageError broken) {
            return Safeguards.DEFAULT_TIME_TO_LIVE;
        }
    }

    @SuppressWarnings("unchecked")
    private static <P extends Record & Checked> @Nullable Duration timeToLive(
            RemediationKind<?> kind, Record settings) {
        return ((RemediationKind<P>) kind).timeToLive((P) settings);
    }

    private Safeguards safeguards(Section section, @Nullable Set<String> detectors, Duration usual) {
        Node budgetNode = section.child("budget");
        Budget budget = budgetNode == null
                ? null
                : new RecordBinder(findings).bind(budgetNode, "budget", Budget.class, Budget.DEFAULT);
        Set<String> requires = detectors(section, "requires", detectors);
        Set<String> uses = targets.read(section, "uses", target, USES_ITSELF, findings);
        Duration timeToLive = section.value("time-to-live", Values.DURATION, usual);
        section.check(check -> check.positive("time-to-live", timeToLive));
        return new Safeguards(budget, requires, uses, timeToLive);
    }

    private @Nullable Chosen<RemediationKind<?>> action(Section section, Collection<String> steps) {
        Node node = section.child("do");
        if (node == null) {
            // A value in the place of the step's map has been told already, and a misspelt "do" or a name with a dot
            // will be.
            if (section.node().text() == null
                    && !section.node().isList()
                    && !hasNearly(section.node(), "do")
                    && section.node().children().stream().allMatch(child -> child.child("do") == null)) {
                findings.missing(
                        section.node(),
                        "do",
                        "is missing, so the step would do nothing",
                        likelyMeant(section.node(), steps) + "write do: { <kind>: {} } with one of "
                                + String.join(", ", vocabulary.remediations().keySet()));
            }
            return null;
        }
        return new KindReader<RemediationKind<?>>(
                        "remediation", vocabulary.remediations(), RemediationKind::defaults, findings)
                .read(node);
    }

    /** A step that says nothing but how another one is to be done is that one, misspelt. */
    private static String likelyMeant(Node step, Collection<String> steps) {
        List<String> others =
                steps.stream().filter(name -> !name.equals(step.name())).toList();
        return Nearest.to(step.name(), others)
                .map(name -> "did you mean " + SafeText.of(name) + "? If not, ")
                .orElse("");
    }

    private static boolean hasNearly(Node node, String key) {
        return node.names().stream().anyMatch(name -> Nearest.distance(name, key) == 1);
    }

    private Set<String> detectors(Section section, String key, @Nullable Set<String> detectors) {
        Set<String> named = new LinkedHashSet<>();
        List<Section.Word> words = section.words(key);
        for (Section.Word word : words == null ? List.<Section.Word>of() : words) {
            if (detectors != null && !detectors.contains(word.text())) {
                findings.add(
                        word.node(),
                        word.shown() + " is no detector of this policy",
                        Nearest.hint(word.text(), detectors));
            }
            named.add(word.text());
        }
        return named;
    }

    private VerifySettings verify(Section step) {
        Verification usual = Verification.DEFAULT;
        Node node = step.child("verify");
        if (node == null) {
            return new VerifySettings(null, null, usual.settle(), usual.within(), usual.hold());
        }
        Section section = new Section(node, "verify", findings);
        Node probeNode = section.child("probe");
        String probeName = section.optional("probe", Values.TEXT);
        ProbeKind probe = probeName == null ? null : Vocabulary.find(vocabulary.probes(), probeName);
        if (probeName != null && probe == null && probeNode != null) {
            findings.add(
                    probeNode,
                    "is no probe",
                    Nearest.hint(probeName, vocabulary.probes().keySet()));
        }
        VerifySettings verify = new VerifySettings(
                probe,
                probeNode,
                section.value("settle", Values.DURATION, usual.settle()),
                section.value("within", Values.DURATION, usual.within()),
                section.value("hold", Values.DURATION, usual.hold()));
        section.rejectUnknown();
        findings.check(node, new Verification(null, verify.settle(), verify.within(), verify.hold()));
        return verify;
    }
}
