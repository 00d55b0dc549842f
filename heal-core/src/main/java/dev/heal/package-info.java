/**
 * Heal closes the loop that circuit breakers leave open: detect, decide, remediate, verify, record. {@link dev.heal.Heal} is
 * the front door; the packages are the stations of the loop, in the order in which data passes. A package imports only
 * packages above it.
 *
 * <pre>
 * text          spans of time and foreign texts, for people
 * check         values are checked once, and a failure says what to write
 * time          Clock: where time comes in
 * signal        HOT  what is measured: outcomes, latencies, calls in flight by age; a Snapshot is one frozen span of it
 * admission     HOT  how much may be sent beside what is asked for: the budget of retries
 * guard         HOT  the handle that calls pass through, around a Resilience4j circuit breaker; recorders of calls that do not
 * resource      what remediations act on: the restartable pool
 * detect        judges a snapshot: healthy, unhealthy with evidence, or inconclusive
 * region        the places a target can be served from: one read picks the guard of the next call
 * remediation   ways to repair, each with its risk and its inverse
 * policy        what a team has decided, as plain data
 * journal       append-only, durable before anything is done: one JSON object a line
 * incident      one sickness from detection to resolution, the signals and changes around it, and its notebook
 * observe       those who are told: logs, metrics, traces
 * gate          one file a safety rule, over what is known of the target and, in the Ledger, of the whole application
 * loop          Transitions (pure): state and fact make state and effects; the few threads that carry them out
 * </pre>
 *
 * <p>Who runs where:
 *
 * <pre>
 * call threads         Guard, SignalWindow.started and ended; no lock, log, allocation or callback of heal's on an accepted call
 * heal-loop            facts in, Transitions, effects out; never blocks, never runs foreign code
 * heal-sampler-N       gauges, detectors and probes, each with a time limit, none started twice
 * heal-remediation-N   remediations, their checks and undos, one at a time for a target
 * heal-journal         writes and forces what the loop records; answers with facts
 * heal-observer-N      observers, each on a thread of its own
 * heal-POOL-*          logins, closes and cuts of a restartable pool, which a driver may hang in
 * heal-ROUTER-left     listeners of a router, each on a thread of its own, while there is something to tell
 * heal-ROUTER-cut-N    cuts the calls in flight in a region that was left, four at a time
 * </pre>
 */
@NullMarked
package dev.heal;

import org.jspecify.annotations.NullMarked;
