package dev.heal.admission;

import dev.heal.admission.AdaptiveLimit.Demand;
import dev.heal.check.Check;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final long TICK = 100_000_000;
    private static final int CLASSES = Priority.all().size();

    /** A class of which less than this is turned away counts as admitted whole, and so does one of which no more are than chance gives. */
    private static final double TRIFLE = 0.02;

    private static final int CHANCE = 3;

    /** So long there must have been room for all before nothing is turned away any more. */
    private static final long ROOM_BEFORE_IDLE = 3_000_000_000L;

    private static final double FEW = 0.1;
    private static final int OVERLOADED = 2;
    private static final int BURST = 2;
    private static final int SMALLEST_ROOM = 4;
    private static final int ROOM_UNKNOWN = 64;
    /** The part of the longest wait in which as many are served as the room always has to choose from. */
    private static final int CHOICE = 20;

    private static final int LEAST_CHOICE = 16;

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

    // Written under the lock, read by all: each alone means something, and none is read together with another.
    private volatile boolean isActive;
    private volatile int places = Integer.MAX_VALUE;
    /** So many classes are not cut off. */
    private volatile int door = CLASSES;

    private volatile double hint = CLASSES;
    private volatile int waiting;
    private volatile int turnedAwayFrom = Integer.MAX_VALUE;
    private volatile long ticked;

    private final ReentrantLock lock = new ReentrantLock();
    private final WaitingRoom room = new WaitingRoom();
    private final StandingQueue standing;
    private final ServiceRate rate = new ServiceRate();
    private final Delivery delivery = new Delivery();
    private final long[] inBefore = new long[CLASSES];
    private final long[] awayBefore = new long[CLASSES];

    /** Of those turned away: so many went by themselves, or had too little time; they say nothing of the server. */
    private final long[] left = new long[CLASSES];

    private boolean isHeld;
    private int wanted = CLASSES;
    private long hadRoom;
    private Demand demand = Demand.BELOW;
    private long waited;
    private long waitedBefore;
    private long awayBeforeAll;
    private long admittedBefore;
    private long endedBefore;
    private long roundTripsBefore;
    private long lastEmpty;

    private Admission(ShedderSettings settings, AdaptiveLimit limit, boolean isOfExecutor, long now) {
        this.settings = settings;
        this.limit = limit;
        this.isOfExecutor = isOfExecutor;
        this.maxWait = settings.maxWait().toNanos();
        this.standing = new StandingQueue(BURST * maxWait, now);
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
        return new Admission(settings, new QueueLimit(mostUnderWay(settings)), true, now);
    }

    /**
     * Where only the time from start to end is seen, such as in a filter: what stands behind is found out. Idle.
     *
     * @throws dev.heal.check.InvalidConfigurationException naming all that is wrong with the settings
     */
    public static Admission ofRoundTrips(ShedderSettings settings, long now) {
        checked(settings);
        return new Admission(settings, new KneeLimit(mostUnderWay(settings)), false, now);
    }

    private static int mostUnderWay(ShedderSettings settings) {
        return Math.min(settings.maxConcurrency(), settings.maxHeld());
    }

    private static void checked(ShedderSettings settings) {
        Check check = Check.of("load-shedder");
        settings.check(check);
        check.orThrow();
    }

    private static List<LongAdder> adders() {
        return Stream.generate(LongAdder::new).limit(Priority.all().size()).toList();
    }

    /** Whether it turns anything away; where not, it only measures, so that it knows the server when it has to. */
    public boolean isActive() {
        return isActive;
    }

    /**
     * From now on turns away what the server cannot hold, and all that is less important than {@code keep}: those that wait
     * hear of it with the next {@link #tick}. Where less was kept before, a class more is admitted every 100 ms.
     */
    public void activate(Priority keep, long now) {
        lock.lock();
        try {
            isHeld = true;
            isActive = true;
            wanted = keep.ordinal() + 1;
            door = Math.min(door, wanted);
            places = limit.places();
            publish(now);
        } finally {
            lock.unlock();
        }
    }

    /** Goes back to idle: admits a class more every 100 ms, and is idle when there has been room for all for some seconds. */
    public void release(long now) {
        lock.lock();
        try {
            isHeld = false;
            wanted = CLASSES;
            publish(now);
        } finally {
            lock.unlock();
        }
    }

    /** A request has arrived: whether it may start at once; if not, {@link #arrived} says what becomes of it. Allocates nothing. */
    public boolean enter(Request request, long now) {
        tickIfDue(now);
        if (waiting != 0 || isBelowDoor(request) || !take()) {
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
            if (room.size() == 0) {
                lastEmpty = now;
            }
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

    /** A request that was let in has left the executor's queue; says nothing where there is none. */
    public void started(long now) {
        if (isOfExecutor) {
            taken.decrementAndGet();
            afterwards(now);
        }
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
            int rank = waiter.request.priority().ordinal();
            rejected.get(rank).increment();
            if (now - waiter.arrived < maxWait) {
                left[rank]++;
            }
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
                if (span >= TICK) {
                    ticked = now;
                    learn(span);
                    step(span);
                    places = isActive ? limit.places() : Integer.MAX_VALUE;
                }
                if (room.size() > 0) {
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
        demand = demand(in - admittedBefore);
        rate.add(span, more, demand);
        limit.observe(span, more, Math.max(0, times - roundTripsBefore), demand, taken.get());
        endedBefore = ended;
        roundTripsBefore = times;
        admittedBefore = in;
        waitedBefore = waited;
        awayBeforeAll = turnedAway();
    }

    private long turnedAway() {
        return rejected.stream().mapToLong(LongAdder::sum).sum();
    }

    private Demand demand(long lately) {
        long afterWaiting = waited - waitedBefore;
        long away = turnedAway();
        if (!isActive) {
            return Demand.BELOW;
        }
        if (Math.min(settings.waitingRoom(), settings.maxHeld() - Math.max(places, taken.get())) <= 0) {
            // Nobody can wait then, and who finds no place is gone.
            boolean isFull = taken.get() >= places;
            return away == awayBeforeAll && !isFull ? Demand.BELOW : isFull ? Demand.ABOVE : Demand.ABOUT;
        }
        if (afterWaiting <= FEW * lately && waiting == 0) {
            return Demand.BELOW;
        }
        return afterWaiting >= (1 - FEW) * lately && waiting > 0 ? Demand.ABOVE : Demand.ABOUT;
    }

    /** What clients are told follows at once what was turned away, and comes back by steps. */
    private void step(long span) {
        int steps = (int) Math.min(CLASSES, span / TICK);
        door = Math.min(wanted, door + steps);
        double measured = measured();
        becomeIdle(span);
        hint = !isActive ? CLASSES : Math.min(door, measured < CLASSES ? measured : Math.min(CLASSES, hint + steps));
    }

    private void becomeIdle(long span) {
        hadRoom = demand == Demand.BELOW ? hadRoom + span : 0;
        if (!isHeld && door == CLASSES && hadRoom >= ROOM_BEFORE_IDLE) {
            isActive = false;
        }
    }

    /** How many classes were admitted since the last tick, the last of them in part. */
    private double measured() {
        double measured = CLASSES;
        for (int i = 0; i < CLASSES; i++) {
            long in = admitted.get(i).sum();
            long away = rejected.get(i).sum() - left[i];
            double lately = away - awayBefore[i];
            double arrived = in - inBefore[i] + lately;
            inBefore[i] = in;
            awayBefore[i] = away;
            if (measured == CLASSES && lately > TRIFLE * arrived && lately >= CHANCE) {
                measured = i + 1 - lately / arrived;
            }
        }
        return measured;
    }

    /** What is admitted at this moment, for clients to heed. */
    public CutOff cutOff(long now) {
        tickIfDue(now);
        double depth = hint;
        return depth >= CLASSES ? CutOff.NONE : new CutOff(Math.max(0, depth));
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

    private boolean isBelowDoor(Request request) {
        return request.priority().ordinal() >= door;
    }

    private boolean isHopeless(Request request) {
        return settings.waitingRoom() == 0
                || isBelowDoor(request)
                || (waiting == 0 && taken.get() >= settings.maxHeld())
                || request.priority().ordinal() >= turnedAwayFrom;
    }

    /**
     * So many as the server can serve in half the time that they would wait, without those that would only stand there; and no
     * more than those under way leave.
     */
    private int capacity() {
        double soon = rate.perNano() * maxWait / 2;
        double least = rate.isKnown(maxWait) ? Math.max(SMALLEST_ROOM, Math.min(soon, choice())) : ROOM_UNKNOWN;
        int most = Math.min(settings.waitingRoom(), Math.max(0, settings.maxHeld() - taken.get()));
        return (int) Math.min(most, Math.max(least, soon - standing.surplus()));
    }

    /** So many have to wait at all times that turns can be taken, and that a moment in which nobody comes leaves no place free. */
    private double choice() {
        return Math.max(LEAST_CHOICE, rate.perNano() * maxWait / CHOICE);
    }

    private void drain(long now) {
        // A queue that stands holds more than can be served soon, and the newest has the best chance to be of use in
        // time.
        boolean newestFirst = now - lastEmpty > TICK;
        Waiter next = room.next(newestFirst);
        while (next != null && take()) {
            if (isOver(next, now)) {
                taken.decrementAndGet();
                room.remove(next);
                reject(next, now);
            } else {
                room.serve(next);
                letIn(next.request);
                waited++;
                delivery.admitted(next, now);
            }
            next = room.next(newestFirst);
        }
    }

    /** Whether the class is not admitted whole. */
    private boolean isShort(Priority priority) {
        return hint - priority.ordinal() < 1;
    }

    /** Whether it is too late to start it. */
    private boolean isOver(Waiter waiter, long now) {
        return isBelowDoor(waiter.request)
                || now - waiter.arrived >= longestWait(waiter.request.priority(), now)
                || waiter.request.isOver(now);
    }

    /**
     * A room that has not been empty for twice the longest wait holds no burst but more than the server can do; then
     * who is served had better be served fresh (the idea of CoDel, RFC 8289): within the time that serving the room twice takes.
     */
    private long longestWait(Priority priority, long now) {
        if (now - lastEmpty <= BURST * maxWait || !isShort(priority)) {
            return maxWait;
        }
        return (long) Math.min(maxWait / OVERLOADED, (double) OVERLOADED * Math.max(1, capacity()) / rate.perNano());
    }

    private void reject(@Nullable Waiter waiter, long now) {
        if (waiter != null) {
            int rank = waiter.request.priority().ordinal();
            rejected.get(rank).increment();
            if (waiter.request.isOver(now) && now - waiter.arrived < maxWait) {
                left[rank]++;
            }
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
        standing.observe(size, choice(), now);
    }
}
