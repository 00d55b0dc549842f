package dev.heal.journal;

import dev.heal.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A journal on a disk. What is appended waits in a line of bounded length for the journal's one thread. */
final class FileJournal implements Journal {

    static final String CLOSED = "the journal is closed";

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal.journal");
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(10);
    private static final int MOST_AT_ONCE = 1000;

    private final Disk disk;
    private final Clock clock;
    private final Executor thread;
    private final Runnable afterwards;
    private final int mostWaiting;
    private volatile Recovered recovered;
    private final Scribe scribe;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Also the lock of what follows it; nothing slow happens under it. */
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private boolean isUnderWay;
    private boolean isClosed;

    /**
     * @param thread runs what it is given one after another
     * @param scribe open; from now on only {@code thread} uses it, except for its volatile state
     * @param afterwards called when it is closed
     */
    FileJournal(
            Disk disk,
            Clock clock,
            Executor thread,
            Capacity capacity,
            Recovered recovered,
            Scribe scribe,
            Runnable afterwards) {
        this.disk = disk;
        this.clock = clock;
        this.thread = thread;
        this.afterwards = afterwards;
        this.mostWaiting = capacity.waiting();
        this.recovered = recovered;
        this.scribe = scribe;
    }

    @Override
    public Recovered recovered() {
        return recovered;
    }

    @Override
    public void letGoOfRecovered() {
        recovered = Recovered.NOTHING;
    }

    /** Also has the journal try again, where it has failed: whoever wants to start something asks this often. */
    @Override
    public Recording recording() {
        if (scribe.isWorthReviving()) {
            wake();
        }
        Long busySince = scribe.busySince();
        if (busySince != null && clock.nanos() - busySince > LONGEST_WRITE.toNanos()) {
            return Recording.nowhere("the journal in " + disk.name() + " has not answered for more than "
                    + LONGEST_WRITE.toSeconds() + " s; look at the disk");
        }
        return scribe.recording();
    }

    @Override
    public void append(Entry entry, Receipt receipt) {
        take(entry, receipt);
    }

    @Override
    public void append(Entry entry) {
        take(entry, null);
    }

    private void take(Entry entry, @Nullable Receipt receipt) {
        String refused = null;
        synchronized (waiting) {
            if (isClosed) {
                refused = CLOSED;
            } else if (waiting.size() >= mostWaiting) {
                refused = waiting.size() + " entries wait for the disk of the journal in " + disk.name()
                        + ", and there is no room for more";
            } else {
                waiting.add(Waiting.of(entry, receipt, scribe.now(), scribe.up()));
            }
        }
        if (refused == null) {
            wake();
        } else if (receipt == null) {
            scribe.drop();
        } else {
            Waiting.answer(receipt, refused);
        }
    }

    private void wake() {
        synchronized (waiting) {
            if (isUnderWay || isClosed) {
                return;
            }
            isUnderWay = true;
        }
        try {
            thread.execute(this::work);
        } catch (RejectedExecutionException ended) {
            refuseAll();
        }
    }

    private void work() {
        scribe.revive();
        for (List<Waiting> some = some(); !some.isEmpty(); some = some()) {
            try {
                scribe.write(some);
                scribe.tidy();
            } catch (RuntimeException | Error unexpected) {
                // Whoever waits must hear of it, and the next ones must not wait for ever.
                LOG.error("{}: the journal's thread failed", disk.name(), unexpected);
                some.forEach(entry -> entry.answer("the journal's thread failed: " + unexpected));
            }
        }
    }

    private List<Waiting> some() {
        synchronized (waiting) {
            List<Waiting> some = new ArrayList<>();
            while (!waiting.isEmpty() && some.size() < MOST_AT_ONCE) {
                some.add(waiting.remove());
            }
            isUnderWay = !some.isEmpty();
            return some;
        }
    }

    private void refuseAll() {
        List<Waiting> refused;
        synchronized (waiting) {
            isClosed = true;
            refused = new ArrayList<>(waiting);
            waiting.clear();
        }
        refused.forEach(entry -> entry.answer(CLOSED));
    }

    @Override
    public void hurry() {
        scribe.hurry();
    }

    @Override
    public void close() {
        synchronized (waiting) {
            if (isClosed) {
                return;
            }
            isClosed = true;
        }
        try {
            thread.execute(this::finish);
            if (!closed.await(LONGEST_CLOSE.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("{}: the disk has not taken all entries within {} s", disk.name(), LONGEST_CLOSE.toSeconds());
            }
        } catch (RejectedExecutionException ended) {
            refuseAll();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            afterwards.run();
        }
    }

    private void finish() {
        try {
            work();
            scribe.close();
            disk.close();
        } catch (IOException failed) {
            LOG.warn("{}: the directory of the journal was not let go of: {}", disk.name(), failed.toString());
        } finally {
            closed.countDown();
        }
    }
}
