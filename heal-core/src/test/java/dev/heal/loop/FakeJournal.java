package dev.heal.loop;

import dev.heal.journal.Entry;
import dev.heal.journal.Journal;
import dev.heal.journal.Receipt;
import dev.heal.journal.Recorded;
import dev.heal.journal.Recording;
import dev.heal.journal.Recovered;
import dev.heal.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** Keeps entries in a list as if on a disk; fails, hangs and is read again as the test says. */
final class FakeJournal implements Journal {

    private record Late(Entry entry, Receipt receipt) {}

    private record Line(Entry entry, Instant at, long nanos) {}

    private final Clock clock;
    private final List<Line> lines = new ArrayList<>();
    private final Deque<Late> late = new ArrayDeque<>();
    private Recovered recovered = Recovered.NOTHING;
    Recording recording = Recording.ON_DISK;
    String failure;
    boolean hangs;
    boolean closed;

    FakeJournal(Clock clock) {
        this.clock = clock;
    }

    /** What is on the disk, for the next process: so much time has gone by in which none was running. */
    FakeJournal reopened() {
        FakeJournal next = new FakeJournal(clock);
        next.lines.addAll(lines);
        List<Recorded> all = new ArrayList<>();
        for (Line line : lines) {
            // The last line is the last that was heard of the process: what came after is not counted.
            Duration age = Duration.ofNanos(lines.get(lines.size() - 1).nanos - line.nanos);
            all.add(new Recorded(all.size() + 1L, line.at, age, line.entry));
        }
        next.recovered = new Recovered(all, List.of());
        return next;
    }

    @Override
    public Recovered recovered() {
        return recovered;
    }

    @Override
    public Recording recording() {
        return recording;
    }

    @Override
    public void append(Entry entry, Receipt receipt) {
        if (hangs) {
            late.add(new Late(entry, receipt));
        } else if (failure == null) {
            written(entry, receipt);
        } else {
            receipt.on(failure);
        }
    }

    private void written(Entry entry, Receipt receipt) {
        lines.add(new Line(entry, clock.now(), clock.nanos()));
        receipt.on(null);
    }

    /** The disk has come back: what it was given meanwhile is on it, late. */
    void answer() {
        hangs = false;
        late.forEach(each -> written(each.entry(), each.receipt()));
        late.clear();
    }

    /** The disk still hangs, and comes as far as the next entry of that type. */
    void answerAsFarAs(String type) {
        Late next;
        do {
            next = late.remove();
            written(next.entry(), next.receipt());
        } while (!next.entry().type().equals(type));
    }

    Stream<Entry> entries(String type) {
        return lines.stream().map(Line::entry).filter(entry -> entry.type().equals(type));
    }

    @Override
    public void close() {
        closed = true;
    }
}
