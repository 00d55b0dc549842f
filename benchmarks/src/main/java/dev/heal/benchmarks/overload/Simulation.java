package dev.heal.benchmarks.overload;

import dev.heal.admission.Priority;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One run: a server of so many workers behind a gate, callers who neither wait for each other nor for the server, and what
 * becomes of each request. Everything happens in virtual time on one thread, so that a seed is always the same run.
 *
 * <p>Requests, their times, classes and users, and what each takes a worker, depend on the seed alone: all contestants meet
 * the same.
 */
final class Simulation implements Desk {

    private static final byte DONE = 0;
    private static final byte REJECTED = 1;
    private static final byte AGAIN = 2;

    private static final long TICK = 100_000_000;

    private final Scenario scenario;
    private final List<Phase> phases;
    private final long seed;
    private final Gate gate;
    private final Clients clients;
    private final Tally tally;

    private final Agenda agenda = new Agenda();

    /** Those that were sent, the oldest first: as all wait equally long, that is the order in which they give up too. */
    private final ArrayDeque<Call> patience = new ArrayDeque<>();

    private final ArrayDeque<Call> queue = new ArrayDeque<>();
    private final ArrayDeque<Call> rejections = new ArrayDeque<>();
    private final SplittableRandom arrivals;

    private long now;
    private int idle;
    private long number;
    private int phase;
    private long phaseEnds;
    private long nextArrival;
    private int slowPhase;
    private long slowEnds;
    private boolean isWaking;

    Simulation(Scenario scenario, Contender contender, long seed) {
        this.scenario = scenario;
        this.phases = scenario.story().phases();
        this.seed = Draw.mixed(seed, 0);
        this.idle = scenario.workers();
        this.arrivals = new SplittableRandom(this.seed);
        this.tally = new Tally(scenario);
        this.clients = new Clients(contender.manners(), scenario, this.seed, this::now);
        this.gate = contender.gate(this);
    }

    /** Runs it to its end. */
    Outcome run() {
        phaseEnds = phases.get(0).nanos();
        slowEnds = phaseEnds;
        nextArrival = arrivalAfter(0);
        long nextTick = TICK;
        // Whoever was sent at the very end still hears, or gives up.
        long end = scenario.story().ends() + scenario.patience();
        while (true) {
            while (!patience.isEmpty() && patience.peekFirst().isOver) {
                patience.pollFirst();
            }
            long givesUp = patience.isEmpty() ? Long.MAX_VALUE : patience.peekFirst().due;
            long next = Math.min(Math.min(agenda.nextTime(), givesUp), Math.min(nextArrival, nextTick));
            if (next > end) {
                return tally.outcome();
            }
            now = next;
            if (agenda.nextTime() == next) {
                byte kind = agenda.nextKind();
                happens(kind, agenda.poll());
            } else if (givesUp == next) {
                Call call = patience.pollFirst();
                call.isOver = true;
                failed(call, clients.delayAfterSilence(call));
            } else if (nextTick == next) {
                gate.tick(now);
                nextTick += TICK;
            } else {
                arrives();
            }
        }
    }

    private void happens(byte kind, Call call) {
        if (kind == DONE) {
            idle++;
            gate.finished(call, now);
            tally.served(call, now);
            if (!call.isOver) {
                call.isOver = true;
                clients.heard(call, gate.cutOff(now));
                tally.succeeded(call, now);
            }
            wake();
        } else if (kind == REJECTED) {
            idle++;
            turnedAway(call);
            wake();
        } else if (clients.sendsAgain(call)) {
            send(call);
        }
    }

    private void arrives() {
        Priority priority = Mix.priority(arrivals.nextDouble());
        int user = scenario.user(arrivals.nextDouble());
        Call call = new Call(number++, 0, priority, user, now);
        nextArrival = arrivalAfter(now);
        tally.offered(call);
        if (clients.sends(call)) {
            send(call);
        } else {
            tally.withheld(call);
            failed(call, clients.delayAfterWithheld(call));
        }
    }

    /** As often as chance has it; where the load changes, chance begins anew: it has no memory. */
    private long arrivalAfter(long time) {
        while (true) {
            double perNano = phases.get(phase).load() * scenario.capacity() / 1e9;
            long next = perNano == 0
                    ? Long.MAX_VALUE
                    : time + 1 + (long) (-StrictMath.log(1 - arrivals.nextDouble()) / perNano);
            if (next < phaseEnds) {
                return next;
            }
            if (++phase == phases.size()) {
                return Long.MAX_VALUE;
            }
            time = phaseEnds;
            phaseEnds += phases.get(phase).nanos();
        }
    }

    private void send(Call call) {
        call.sent = now;
        call.due = now + scenario.patience();
        patience.addLast(call);
        tally.sent(call, now);
        gate.arrived(call, now);
    }

    private void turnedAway(Call call) {
        tally.rejected(now);
        if (!call.isOver) {
            call.isOver = true;
            failed(call, clients.delayAfterRejection(call, gate.cutOff(now)));
        }
    }

    /** @param delay nanoseconds until it is sent again */
    private void failed(Call call, long delay) {
        if (call.attempt < scenario.retries()) {
            agenda.add(now + delay, AGAIN, call.again());
        }
    }

    @Override
    public void admit(Call call) {
        decided(call);
        queue.addLast(call);
        wake();
    }

    @Override
    public void reject(Call call) {
        decided(call);
        rejections.addLast(call);
        wake();
    }

    /** Of those whose gate has a queue of its own {@link Gate#next} says that they are in. */
    private static void decided(Call call) {
        if (call.isDecided) {
            throw new IllegalStateException("request " + call.number + ", attempt " + call.attempt
                    + " is let in or turned away for the second time; a gate decides once");
        }
        call.isDecided = true;
    }

    @Override
    public void wake() {
        if (isWaking) {
            return; // the loop below sees to it: a gate may admit while it is told that a call has started
        }
        isWaking = true;
        while (idle > 0) {
            if (!rejections.isEmpty()) {
                idle--;
                agenda.add(now + scenario.rejection(), REJECTED, rejections.pollFirst());
                continue;
            }
            Call call = gate.next(now);
            if (call == null) {
                if (rejections.isEmpty()) {
                    break;
                }
                continue; // looking for one, the gate has turned others away
            }
            idle--;
            long service = scenario.service(seed, call.number, call.attempt);
            agenda.add(now + Math.round(service * slowNow()), DONE, call);
            gate.started(call, now);
        }
        isWaking = false;
    }

    /** Of the phase that lasts now; that of the next arrival may be a later one. */
    private double slowNow() {
        while (now >= slowEnds && slowPhase + 1 < phases.size()) {
            slowEnds += phases.get(++slowPhase).nanos();
        }
        return phases.get(slowPhase).slow();
    }

    @Override
    public @Nullable Call dequeue() {
        return queue.pollFirst();
    }

    @Override
    public int queued() {
        return queue.size();
    }

    @Override
    public int idle() {
        return idle;
    }

    @Override
    public long now() {
        return now;
    }
}
