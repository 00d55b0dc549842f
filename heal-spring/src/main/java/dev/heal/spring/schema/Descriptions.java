package dev.heal.spring.schema;

import java.util.Map;

/** A sentence for each key of the closed part, which editors show beside it. */
final class Descriptions {

    static final Map<String, String> ALL = Map.ofEntries(
            Map.entry(
                    "mode",
                    "observe: judge and record; propose: wait for a human; act. The most specific of step, target, policy"
                            + " and heal holds."),
            Map.entry("ceiling", "What nothing may exceed, whatever a target says."),
            Map.entry("tick", "How often detectors look."),
            Map.entry("strict", "Refuse to start on any mistake, instead of leaving the targets it concerns unhealed."),
            Map.entry("aspect-order", "The order of the @Healed aspect; left out: outside Resilience4j's."),
            Map.entry("access", "Who may look at heal from outside, and who may give it orders."),
            Map.entry("reader-role", "The role that may read incidents."),
            Map.entry("operator-role", "The role that may stop, release, approve and deny."),
            Map.entry("anonymous-read", "Whether anybody may read."),
            Map.entry("hosts", "The names, with or without a port, by which this application is called."),
            Map.entry("policies", "What sick means and what to do about it, by a name of yours."),
            Map.entry("targets", "The things that are kept healthy, by a name of yours."),
            Map.entry("base", "Another policy that this one builds on."),
            Map.entry("policy", "The policy that holds for this target."),
            Map.entry("resource", "The bean that the steps act on."),
            Map.entry("circuit-breaker", "A Resilience4j instance of yours; left out: one is made."),
            Map.entry("depends-on", "Other targets that this one needs in order to be well."),
            Map.entry("detectors", "A name of yours, and exactly one kind: what sick means."),
            Map.entry("steps", "A name of yours, and what to do; tried in the order in which they are written."),
            Map.entry("order", "The names of all steps, in the order in which they are tried."),
            Map.entry("budget", "At most so many remediations within any such span."),
            Map.entry("remediations", "How many may start."),
            Map.entry("per", "Within any span of this length."),
            Map.entry("cooldown", "How soon the same step may be taken again."),
            Map.entry("escalate", "Whom to tell, and when, that heal needs a human."),
            Map.entry("notify", "A name that means something to the team, such as oncall."),
            Map.entry("runbook", "Where the human finds what to do."),
            Map.entry("after", "How long an incident may stay open untold."),
            Map.entry("do", "Exactly one kind of remediation."),
            Map.entry("when", "The detectors that this step answers to; left out: all."),
            Map.entry("sustained", "How long it must have been sick before this step is taken."),
            Map.entry("verify", "The steady state that must hold afterwards."),
            Map.entry("probe", "What is asked to prove it."),
            Map.entry("settle", "How long to wait before looking."),
            Map.entry("within", "The steady state must begin within this time."),
            Map.entry("hold", "And hold for this long without a break."),
            Map.entry("attempts", "How often in one incident."),
            Map.entry("time-limit", "How long one attempt may take."),
            Map.entry("approval", "A human must say yes, also in mode act."),
            Map.entry("expires", "How long the question stands."),
            Map.entry("on-expiry", "What follows when nobody has answered."));

    private Descriptions() {}
}
