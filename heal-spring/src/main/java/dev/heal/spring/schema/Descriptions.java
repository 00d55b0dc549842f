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
            Map.entry(
                    "journal",
                    "Where heal writes down what it does, before it does it; memory: nowhere, and only what is safe or"
                            + " reversible starts."),
            Map.entry("directory", "Its own, which no other process uses; made if there is none."),
            Map.entry("retention", "How long what is over is kept: at least as long as the longest limit looks back."),
            Map.entry("stop-file", "As long as this file exists, whatever is in it, nothing starts."),
            Map.entry("warm-up", "So long after the start only what is safe starts."),
            Map.entry("jitter", "Each step waits for a part of this span, so that instances do not act at once."),
            Map.entry("scopes", "Targets that can stand in for each other, by a name of yours."),
            Map.entry("access", "Who may look at heal from outside, and who may give it orders."),
            Map.entry("reader-role", "The role that may read incidents."),
            Map.entry("operator-role", "The role that may stop, release, approve and deny."),
            Map.entry("anonymous-read", "Whether anybody may read."),
            Map.entry("hosts", "The names, with or without a port, by which this application is called."),
            Map.entry("load-shedding", "What turns requests away that the application cannot hold."),
            Map.entry("routers", "What can be served from several regions, by a name of yours."),
            Map.entry("router", "The router whose regions are kept healthy: each is a target of its own."),
            Map.entry("policies", "What sick means and what to do about it, by a name of yours."),
            Map.entry("targets", "The things that are kept healthy, by a name of yours."),
            Map.entry("base", "Another policy that this one builds on."),
            Map.entry("policy", "The policy that holds for this target."),
            Map.entry("resource", "The bean that the steps act on."),
            Map.entry("circuit-breaker", "A Resilience4j instance of yours; left out: one is made."),
            Map.entry(
                    "driven", "Whether heal counts for that instance while it is closed, which costs each call less."),
            Map.entry(
                    "timing", "For which calls the clock is read: for all, or for a sample when there are very many."),
            Map.entry("limit-concurrency", "How many calls are in flight at most; left out: as many as come."),
            Map.entry("depends-on", "Other targets that this one needs in order to be well."),
            Map.entry("scope", "The targets that this one can stand in for, and they for it, by a name of yours."),
            Map.entry("detectors", "A name of yours, and exactly one kind: what sick means."),
            Map.entry("steps", "A name of yours, and what to do; tried in the order in which they are written."),
            Map.entry("order", "The names of all steps, in the order in which they are tried."),
            Map.entry("budget", "At most so many remediations within any such span."),
            Map.entry("remediations", "How many may start."),
            Map.entry("per", "Within any span of this length."),
            Map.entry("cooldown", "How soon the same step may be taken again."),
            Map.entry("give-up", "When heal stops trying by itself and waits for a human."),
            Map.entry("escalate", "Whom to tell, and when, that heal needs a human."),
            Map.entry("notify", "A name that means something to the team, such as oncall."),
            Map.entry("runbook", "Where the human finds what to do."),
            Map.entry("after", "How long an incident may stay open untold."),
            Map.entry("do", "Exactly one kind of remediation."),
            Map.entry("when", "The detectors that this step answers to; left out: all."),
            Map.entry("requires", "Detectors that must be known, sick or healthy, before this step starts."),
            Map.entry("uses", "Targets that the step's own means go through: it does not start while one is sick."),
            Map.entry("time-to-live", "How long what can be undone stays in force; then it is undone."),
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

    static final Map<String, String> ROUTER = Map.ofEntries(
            Map.entry("regions", "By a name of yours; the first is home, the others stand by."),
            Map.entry("home", "The region that has the traffic while all is well; left out: the first."),
            Map.entry("probe", "What each region is asked, also while no traffic goes there."),
            Map.entry("writes", "Where calls that write may go: home-only, or replicated if the store does that."),
            Map.entry("in-flight", "What becomes of calls under way in a region that traffic leaves."),
            Map.entry("url", "The address that requests to this region begin with."),
            Map.entry("data-source", "The bean name of the DataSource of this region."),
            Map.entry("resource", "The bean name of what calls are made with in this region."),
            Map.entry("weight", "Its part of the traffic while all is well; 0 for one that stands by."),
            Map.entry("capacity", "How many calls a second it can hold; left out: all."),
            Map.entry("kind", "http, jdbc, or a probe of your own."),
            Map.entry("path", "Below the region's address; 2xx is a good answer."),
            Map.entry("every", "How often it is asked."),
            Map.entry("within", "How long an answer may take."),
            Map.entry("failures", "So many in a row are sick."));

    static final Map<String, String> WEB_SHEDDING = Map.ofEntries(
            Map.entry("web", "The load shedder before the web application."),
            Map.entry(
                    "active", "always: from the start on; by-policy: only while a step of a policy has activated it."),
            Map.entry("status", "The status of the answer to a request that is turned away: 503, or 429."),
            Map.entry("max-wait", "How long a request may wait to be let in."),
            Map.entry(
                    "waiting-room",
                    "How many may wait at once; left out: what those under way leave of the server's threads, or very many where none is held."),
            Map.entry(
                    "max-concurrency",
                    "How many are under way at once at most; left out: what a written waiting-room, else a quarter, leaves of the server's threads, or very many where none is held."),
            Map.entry("default-priority", "The class of what nothing else is said about."),
            Map.entry("paths", "The classes of paths; of several patterns that match the most specific holds."),
            Map.entry("exempt", "Patterns of paths that are never turned away, besides the actuator's."),
            Map.entry("priority-header", "The header that names the class of a request; left out: none is believed."),
            Map.entry("user", "By what the requests of one class are shared out."),
            Map.entry("user-header", "The header that names the user, where it is believed; left out: none is."),
            Map.entry(
                    "timeout-header", "The header that says for how many milliseconds somebody waits for the answer."),
            Map.entry("trusted-from", "The networks whose headers are believed, such as 10.0.0.0/8, or any."),
            Map.entry("order", "The order of the filter: the lower the earlier."),
            Map.entry("critical", "Payments, health, the control of operations: what the service exists for."),
            Map.entry("high", "What a human waits for."),
            Map.entry("normal", "What says nothing else."),
            Map.entry("bulk", "What can be done later."));

    static final Map<String, String> SCOPE = Map.of(
            "minimum-healthy", "The share of the members that stays known healthy; one member always does.",
            "brake", "When so many turn bad together that it is not the members.",
            "share", "More than this share of the members.",
            "within", "Turned bad within this span: then nothing starts for single members.");

    static final Map<String, String> GIVE_UP = Map.of(
            "failures", "A step that failed so often in a row on one cause waits for a human.",
            "incidents", "After so many incidents nothing starts until a human releases the target.",
            "within", "The span in which those incidents are counted.");

    private Descriptions() {}
}
