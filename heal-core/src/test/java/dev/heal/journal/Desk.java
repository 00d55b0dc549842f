package dev.heal.journal;

import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A journal on a simulated disk, whose thread runs after each call. */
final class Desk {

    static final Capacity SMALL = new Capacity(Duration.ofDays(30), 1 << 20, 1_000, 2_000, 100);

    final SimulatedDisk disk;
    final ManualClock clock = new ManualClock();
    final Capacity limits;
    final List<String> failures = new ArrayList<>();
    final List<Long> acknowledged = new ArrayList<>();
    Stepped thread = new Stepped();
    Journal journal;

    Desk(SimulatedDisk disk, Capacity limits) {
        this.disk = disk;
        this.limits = limits;
        this.journal = open();
    }

    static Desk small() {
        return new Desk(new SimulatedDisk(new Random(7)), SMALL);
    }

    private Journal open() {
        thread = new Stepped();
        return Journal.open(disk, limits, clock, thread);
    }

    static Entry entry(long id) {
        return Entry.of("intent", Map.of("id", id));
    }

    /** Appends entries that are answered for, each forced on its own. */
    Desk append(long from, long to) {
        for (long id = from; id <= to; id++) {
            append(entry(id), id);
            thread.run();
        }
        return this;
    }

    /** Without having the journal's thread run. */
    void append(Entry entry, long id) {
        journal.append(entry, failure -> {
            if (failure == null) {
                acknowledged.add(id);
            } else {
                failures.add(failure);
            }
        });
    }

    Desk close() {
        thread.inline();
        journal.close();
        return this;
    }

    /** The process is gone without a word. */
    Desk reopen() {
        journal = open();
        return this;
    }

    Recovered recovered() {
        return journal.recovered();
    }

    List<Long> ids() {
        return ids(recovered());
    }

    static List<Long> ids(Recovered recovered) {
        return recovered.entries().stream()
                .filter(recorded -> recorded.entry().fields().containsKey("id"))
                .map(recorded -> (Long) recorded.entry().fields().get("id"))
                .toList();
    }

    Recording.Place place() {
        return journal.recording().place();
    }
}
