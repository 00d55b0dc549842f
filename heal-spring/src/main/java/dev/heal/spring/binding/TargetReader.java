package dev.heal.spring.binding;

import dev.heal.signal.Timing;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one target, and with them the policy that it ends up with. */
final class TargetReader {

    private static final List<String> KEYS = List.of(
            "policy",
            "router",
            "circuit-breaker",
            "driven",
            "timing",
            "limit-concurrency",
            "resource",
            "depends-on",
            "scope");
    private static final TargetNames.Itself NEEDS_ITSELF =
            new TargetNames.Itself("is the target itself", "name what it needs, or leave it out");

    private final Vocabulary vocabulary;
    private final Node policies;
    private final Set<String> unsoundPolicies;
    private final TargetNames targets;
    private final List<String> scopes;
    private final Routed routed;

    /** @param scopes the names of those that are written */
    TargetReader(
            Vocabulary vocabulary,
            Node policies,
            Set<String> unsoundPolicies,
            TargetNames targets,
            List<String> scopes,
            Routed routed) {
        this.vocabulary = vocabulary;
        this.policies = policies;
        this.unsoundPolicies = unsoundPolicies;
        this.targets = targets;
        this.scopes = scopes;
        this.routed = routed;
    }

    /** The target, or null if something is wrong with it or with a policy that it builds on. */
    @Nullable
    TargetSettings read(Node target, Findings findings) {
        if (target.isNothing()) {
            findings.add(target, "is empty", "write at least policy: <name>");
            return null;
        }
        Section section = new Section(target, "a target", findings);
        String router = routed.router(section, findings);
        String breaker = section.optional("circuit-breaker", Values.TEXT);
        boolean driven = driven(section, breaker, findings);
        Timing timing = section.value("timing", Values.oneOf(Timing.class), Timing.ADAPTIVE);
        Integer limit = section.optional("limit-concurrency", Values.INTEGER);
        if (limit != null) {
            section.check(check -> check.atLeast("limit-concurrency", limit, 1));
        }
        String resource = section.optional("resource", Values.TEXT);
        Set<String> dependsOn = targets.read(section, "depends-on", target, NEEDS_ITSELF, findings);
        String scope = router == null ? scope(section, findings) : target.name();
        List<Node> chain = chain(section, findings);
        boolean hasNothingOfItsOwn = target.child("detectors") == null && target.child("steps") == null;
        boolean isWhole = findings.isEmpty() && chain.stream().allMatch(Node::isMap);
        if (!isWhole || (chain.isEmpty() && hasNothingOfItsOwn)) {
            new PolicyReader(vocabulary, targets, findings).checkPart(target, "a target", KEYS);
            if (isWhole && findings.isEmpty()) {
                tellNoPolicy(target, findings);
            }
            return null;
        }
        PolicySettings policy = effective(target, chain, findings);
        if (policy != null) {
            routed.check(target.name(), router, policy, findings);
        }
        boolean isSound =
                chain.stream().noneMatch(link -> unsoundPolicies.contains(link.name())) && !routed.isUnsound(router);
        return policy == null || !isSound
                ? null
                : new TargetSettings(
                        target.name(),
                        breaker,
                        driven,
                        timing,
                        limit,
                        resource,
                        router,
                        dependsOn,
                        scope,
                        policy,
                        Inheritance.over(chain, target).as(target));
    }

    private static boolean driven(Section section, @Nullable String breaker, Findings findings) {
        boolean driven = section.value("driven", Values.BOOLEAN, false);
        Node node = section.child("driven");
        if (node != null && section.child("circuit-breaker") == null) {
            findings.add(
                    node,
                    "says nothing without circuit-breaker: the one that heal makes is driven anyway",
                    "name one of yours with circuit-breaker, or take this away");
        }
        return driven && breaker != null;
    }

    private @Nullable String scope(Section section, Findings findings) {
        Node node = section.child("scope");
        String scope = section.optional("scope", Values.TEXT);
        if (scope == null || node == null) {
            return null;
        }
        String near = SafetyReader.misspelt(scope, scopes);
        if (near != null) {
            findings.add(
                    node,
                    "is not written under heal.scopes",
                    "did you mean " + SafeText.of(near) + "? If not, write heal.scopes: { " + SafeText.of(scope)
                            + ": {} } for a scope with the defaults");
        }
        return SafetyReader.meant(scope, scopes);
    }

    private @Nullable PolicySettings effective(Node target, List<Node> chain, Findings findings) {
        // By itself: a key that only a policy may have would not be noticed once the policy is below.
        Section own = new Section(target, "a target", findings);
        own.knows(Keys.TARGET);
        own.rejectUnknown();
        Inheritance.checkEmptied(chain, target, findings);
        Node whole = Inheritance.over(chain, target);
        return new PolicyReader(vocabulary, targets, findings).readWhole(whole, "a target", whole.names(), target);
    }

    private void tellNoPolicy(Node target, Findings findings) {
        List<String> others = new ArrayList<>(targets.all());
        others.remove(target.name());
        if (target.isOfVariables()) {
            findings.add(target, "is no target", Nearest.hint(target.name(), others));
        } else {
            String known = policies.names().isEmpty() ? "a-name" : String.join(" or ", policies.names());
            String meant = Nearest.to(target.name(), others)
                    .map(near -> "; or did you mean " + near + "?")
                    .orElse("");
            findings.missing(target, "policy", "is missing", "write policy: " + known + meant);
        }
    }

    /** The target's policy, its base, the base of that, and so on. */
    private List<Node> chain(Section target, Findings findings) {
        Node reference = target.child("policy");
        String name = target.optional("policy", Values.TEXT);
        return reference == null || name == null
                ? List.of()
                : new Inheritance(policies).chain(name, reference, findings);
    }
}
