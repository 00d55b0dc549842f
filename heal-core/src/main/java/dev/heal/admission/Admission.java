package dev.heal.admission;

import dev.heal.admission.AdaptiveLimit.Demand;
import dev.heal.check.Check;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may start, and when: the rules of a load shedder, driven by facts with the time passed in. Has no clock, no thread and
 * no randomness, so that a simulation drives what production runs. Safe for use by all threads.
 *
 * <p>Times are nanoseconds of one clock. The facts of a request, in this order: {@link #enter}, and if that says no
 * {@link #arrived}; for those let in {@link #started} (only {@link #ofExecutor}) and {@link #finished}.
 *
 * <pre>
 *  enter --a place is free, nobody waits--> admitted ---> started ---> finished
 *    |                                         ^                          |
 *    +--> arrived --> waiting room --next turn-+<--------gives its place--+
 *            |             | evicted, too late
 *            +-------------+--> rejected
 * </pre>
 *
 * Nobody is turned away while a place is free and nobody waits, unless his class is cut off by {@link #activate}.
 */
public final class Admission {

    /** What becomes of a request that has arrived. */
    public enum Answer {
        ADMITTED,
        WAITING,
        REJECTED
    }

    private enum State {
        IDLE,
        ACTIVE,
        RELEASING
    }

    private static final long TICK = 100_000_000;
    private static final double ALL = CutOff.NONE.depth();

    /** How many classes more are admitted with each tick: a quarter of all. */
    private static final double STEP = 1;

    /** A class of which less than this is turned away counts as admitted whole. */
    private static final double TRIFLE = 0.02;

    private static final double FEW = 0.1;
    private static final int OVERLOADED = 2;
    private static final int BURST = Integer.getInteger("burst", 3);
    private static final int SMALLEST_ROOM = 4;
    private static final int ROOM_UNKNOWN = 64;
    private static final double GOLDEN = 0.618033988749895;

    private final ShedderSettings settings;
    private final AdaptiveLimit limit;
    private final boolean isOfExecutor;
    private final long maxWait;

    /** Of an executor: those in its queue; else those under way. */
    private final AtomicInteger taken = new AtomicInteger();

    private final AtomicInteger underWay;
    private final List<LongAdder> admitted = adders();
    private final List<LongAdder> rejected = adders();
    private final LongAdder roundTrips = new LongAdder();
    private final AtomicLong drawn = new AtomicLong();

    // Written under the lock, read by all: each alone means something, and none is read together with another.
    private volatile State state = State.IDLE;
    private volatile int places = Integer.MAX_VALUE;
    private volatile double door = ALL;
    private volatile double hint = ALL;
    private volatile int waiting;
    private volatile int turnedAwayFrom = Integer.MAX_VALUE;
    private volatile long ticked;

    private final ReentrantLock lock = new ReentrantLock();
    private final WaitingRoom room = new WaitingRoom();
    private final Throughput throughput = new Throughput();
    private final Delivery delivery = new Delivery();
    private final long[] classAdmittedBefore = new long[Priority.all().size()];
    private final long[] classRejectedBefore = new long[Priority.all().size()];
    private Demand demand = Demand.BELOW;
    private long waited;
    private long waitedBefore;
    private long admittedBefore;
    private long endedBefore;
    private long roundTripsBefore;
    private long lastEmpty;
    private boolean becomesIdle;

    private Admission(ShedderSettings settings, AdaptiveLimit limit, boolean isOfExecutor, long now) {
        this.settings = settings;
        this.limit = limit;
        this.isOfExecutor = isOfExecutor;
        this.maxWait = settings.maxWait().toNanos();
        this.underWay = isOfExecutor ? new AtomicInteger() : taken;
        this.ticked = now;
        this.lastEmpty = now;
    }

    /**
     * Where requests are queued in an executor of ours: how many it has started shows how many workers there are. Idle.
     *
     * @throws dev.heal.check.InvalidConfigurationException naming all that is wrong with the settings
     */
    public static Admission ofExecutor(ShedderSettings settings, long now) {
        checked(settings);
        return new Admission(settings, new QueueLimit(settings.maxConcurrency()), true, now);
    }

    /**
     * Where only the time from start to end is seen, such as in a filter: what stands behind is found out. Idle.
     *
     * @throws dev.heal.check.InvalidConfigurationException naming all that is wrong with the settings
     */
    public static Admission ofRoundTrips(ShedderSettings settings, long now) {
        checked(settings);
        return new Admission(settings, new KneeLimit(settings.maxConcurrency()), false, now);
    }

    private static void checked(ShedderSettings settings) {
        Check check = Check.of("load-shedder");
        settings.check(check);
        check.orThrow();
    }

    private static List<LongAdder> adders() {
        return Stream.generate(LongAdder::new).limit(Priority.all().size()).toList();
    }

    boolean isOfExecutor() {
        return isOfExecutor;
    }

    /** Whether it turns anything away; where not, it only measures, so that it knows the server when it has to. */
    public boolean isActive() {
        return state != State.IDLE;
    }

    /** From now on turns away what the server cannot hold, and all that is less important than {@code keep}. */
    public void activate(Priority keep, long now) {
        lock.lock();
        try {
            state = State.ACTIVE;
            door = CutOff.below(keep).depth();
            places = limit.places();
            publish(now);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Goes back: admits a class more every 100 ms until all are.
     *
     * @param isToIdle whether it then turns nothing away any more, once there is room for all
     */
    public void release(long now, boolean isToIdle) {
        lock.lock();
        try {
            if (state == State.ACTIVE) {
                state = State.RELEASING;
                becomesIdle = isToIdle;
            }
        } finally {
            lock.unlock();
        }
        tick(now);
    }

    /** A request has arrived: whether it may start at once; if not, {@link #arrived} says what becomes of it. Allocates nothing. */
    public boolean enter(Request request, long now) {
        tickIfDue(now);
        if (waiting != 0 || !passesDoor(request) || !take()) {
            return false;
        }
        letIn(request);
        return true;
    }

    /** Whether a request that may not start at once has nothing to wait for; then it counts as turned away. Allocates nothing. */
    public boolean turnsAway(Request request) {
        if (!isHopeless(request)) {
            return false;
        }
        rejected.get(request.priority().ordinal()).increment();
        return true;
    }

    /**
     * A request has arrived that may not start at once. If it is to wait, the waiter hears later; of the other two answers it
     * hears nothing.
     */
    public Answer arrived(Waiter waiter, long now) {
        if (turnsAway(waiter.request)) {
            return Answer.REJECTED;
        }
        Answer own;
        lock.lock();
        try {
            room.add(waiter, now);
            // Before looking for a place: who ends meanwhile looks for somebody that waits after giving his place back.
            waiting = room.size();
            drain(now);
            while (room.size() > capacity()) {
                reject(room.evict(), now);
            }
            publish(now);
            own = delivery.withdraw(waiter);
        } finally {
            lock.unlock();
        }
        delivery.deliver();
        return own;
    }

    /** A request that was let in has left the executor's queue. */
    public void started(long now) {
        taken.decrementAndGet();
        afterwards(now);
    }

    /** A request that was let in at {@code admitted} has ended, whether well or not. */
    public void finished(long admitted, long now) {
        underWay.decrementAndGet();
        if (!isOfExecutor) {
            roundTrips.add(now - admitted);
        }
        afterwards(now);
    }

    private void afterwards(long now) {
        if (waiting != 0) {
            lock.lock();
            try {
                drain(now);
                publish(now);
            } finally {
                lock.unlock();
            }
            delivery.deliver();
        }
        tickIfDue(now);
    }

    /** The waiter has gone away, and counts as turned away; false if it has been answered already. */
    public boolean withdraw(Waiter waiter, long now) {
        lock.lock();
        try {
            if (!room.remove(waiter)) {
                return false;
            }
            rejected.get(waiter.request.priority().ordinal()).increment();
            publish(now);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Time has passed: those that have waited for too long are turned away. To be called every 100 ms while somebody waits. */
    public void tick(long now) {
        if (lock.tryLock()) {
            try {
                long span = now - ticked;
                if (span > 0) {
                    ticked = now;
                    learn(span);
                    step();
                    places = state == State.IDLE ? Integer.MAX_VALUE : limit.places();
                    room.expire(waiter -> isOver(waiter, now), late -> reject(late, now));
                    drain(now);
                    publish(now);
                }
            } finally {
                lock.unlock();
            }
            delivery.deliver();
        }
    }

    private void tickIfDue(long now) {
        if (now - ticked >= TICK) {
            tick(now);
        }
    }

    private void learn(long span) {
        long in = admitted.stream().mapToLong(LongAdder::sum).sum();
        long ended = in - underWay.get();
        long times = roundTrips.sum();
        long more = Math.max(0, ended - endedBefore);
        throughput.add(span, more);
        demand = demand(in - admittedBefore);
        limit.observe(span, more, Math.max(0, times - roundTripsBefore), demand, taken.get());
        endedBefore = ended;
        roundTripsBefore = times;
        admittedBefore = in;
        waitedBefore = waited;
    }

    private Demand demand(long lately) {
        long afterWaiting = waited - waitedBefore;
        if (state == State.IDLE) {
            return Demand.BELOW;
        }
        if (settings.waitingRoom() == 0) {
            // Nobody waits then, and who finds no place is gone.
            return taken.get() >= places ? Demand.ABOVE : Demand.ABOUT;
        }
        if (afterWaiting <= FEW * lately && waiting == 0) {
            return Demand.BELOW;
        }
        return afterWaiting >= (1 - FEW) * lately && waiting > 0 ? Demand.ABOVE : Demand.ABOUT;
    }

    /** What clients are told follows what was turned away at once, and comes back by steps. */
    private void step() {
        double measured = ALL;
        for (int i = 0; i < classAdmittedBefore.length; i++) {
            long in = admitted.get(i).sum();
            long away = rejected.get(i).sum();
            double lately = away - classRejectedBefore[i];
            double arrived = in - classAdmittedBefore[i] + lately;
            classAdmittedBefore[i] = in;
            classRejectedBefore[i] = away;
            if (measured == ALL && lately > TRIFLE * arrived) {
                measured = i + 1 - lately / arrived;
            }
        }
        if (state == State.RELEASING) {
            door = Math.min(ALL, door + STEP);
            if (door == ALL && !(becomesIdle && demand == Demand.ABOVE)) {
                state = becomesIdle ? State.IDLE : State.ACTIVE;
            }
        }
        hint = state == State.IDLE ? ALL : Math.min(door, measured < ALL ? measured : Math.min(ALL, hint + STEP));
    }

    /** What is admitted at this moment, for clients to heed. */
    public CutOff cutOff(long now) {
        tickIfDue(now);
        double depth = hint;
        return depth >= ALL ? CutOff.NONE : new CutOff(Math.max(0, depth));
    }

    /** How many may be under way at once. */
    public int limit() {
        return isOfExecutor ? Math.max(0, underWay.get() - taken.get()) + limit.places() : limit.places();
    }

    /** How many are under way: let in, and not ended. */
    public int underWay() {
        return underWay.get();
    }

    /** How many wait. */
    public int waiting() {
        return waiting;
    }

    /** How many of a class have been let in so far. */
    public long admitted(Priority priority) {
        return admitted.get(priority.ordinal()).sum();
    }

    /** How many of a class have been turned away so far. */
    public long rejected(Priority priority) {
        return rejected.get(priority.ordinal()).sum();
    }

    private boolean take() {
        int now = taken.get();
        while (now < places) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    private void letIn(Request request) {
        if (isOfExecutor) {
            underWay.incrementAndGet();
        }
        admitted.get(request.priority().ordinal()).increment();
    }

    /** Evenly spread over any few in a row (the golden ratio's multiples), so that a share needs no randomness. */
    private boolean passesDoor(Request request) {
        double share = door - request.priority().ordinal();
        if (share >= 1) {
            return true;
        }
        return share > 0 && drawn.incrementAndGet() * GOLDEN % 1 < share;
    }

    private boolean isHopeless(Request request) {
        int rank = request.priority().ordinal();
        return settings.waitingRoom() == 0 || rank >= turnedAwayFrom || door - rank < 1;
    }

    /** So many as the server can serve in half the time that they would wait. */
    private int capacity() {
        double soon = throughput.perNano() * maxWait / 2;
        int room = throughput.span() < maxWait ? ROOM_UNKNOWN : SMALLEST_ROOM;
        return (int) Math.min(settings.waitingRoom(), Math.max(room, soon));
    }

    private void drain(long now) {
        // A queue that stands holds more than can be served soon, and the newest has the best chance to be of use in
        // time.
        boolean newestFirst = now - lastEmpty > TICK;
        while (room.size() > 0 && take()) {
            Waiter next = room.next(newestFirst);
            if (next == null || isOver(next, now)) {
                taken.decrementAndGet();
                reject(next, now);
            } else {
                letIn(next.request);
                waited++;
                delivery.admitted(next, now);
            }
        }
    }

    /** Whether the class is not admitted whole. */
    private boolean isShort(Priority priority) {
        return hint - priority.ordinal() < 1;
    }

    /**
     * Whether it is too late to start it. A room that has not been empty for as long as the longest wait holds no burst but
     * more than the server can do; then who is served had better be served fresh (the idea of CoDel, RFC 8289).
     */
    private boolean isOver(Waiter waiter, long now) {
        boolean isOverload = now - lastEmpty > BURST * maxWait && isShort(waiter.request.priority());
        return now - waiter.arrived >= (isOverload ? maxWait / OVERLOADED : maxWait) || waiter.request.isOver(now);
    }

    private void reject(@Nullable Waiter waiter, long now) {
        if (waiter != null) {
            rejected.get(waiter.request.priority().ordinal()).increment();
            delivery.rejected(waiter, now);
        }
    }

    private void publish(long now) {
        int size = room.size();
        waiting = size;
        Priority last = room.leastImportant();
        turnedAwayFrom = size >= capacity() && last != null ? last.ordinal() + 1 : Integer.MAX_VALUE;
        if (size == 0) {
            lastEmpty = now;
        }
    }
}
