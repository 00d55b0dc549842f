package dev.heal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The lives of one journal: each ends with a power loss, and the next must find all that was acknowledged. */
final class Lives {

    private static final Capacity SMALL = new Capacity(Duration.ofDays(30), 1 << 20, 2_000, 1_500, 100);

    private final Random random;
    private final SimulatedDisk disk;
    private final UnaryOperator<Disk> planted;
    private final ManualClock clock = new ManualClock();
    private final Set<Long> acknowledged = new HashSet<>();
    private final Set<Long> found = new HashSet<>();
    private final int faultsInTenThousand;
    private long appended;
    int losses;
    int acknowledgements;

    Lives(long seed, int faultsInTenThousand, UnaryOperator<Disk> planted) {
        this.random = new Random(seed);
        this.disk = new SimulatedDisk(new Random(seed + 1));
        this.faultsInTenThousand = faultsInTenThousand;
        this.planted = planted;
    }

    void live(int times) {
        for (int i = 0; i < times; i++) {
            live();
            if (random.nextInt(4) == 0) {
                disk.processDied();
                continue;
            }
            disk.powerOn();
            losses++;
        }
        disk.powerOn();
        losses++;
        check(open(new Stepped()));
    }

    private Journal open(Stepped thread) {
        disk.failWith((call, file) -> {});
        Journal journal = Journal.open(planted.apply(disk), SMALL, clock, thread);
        clock.advance(Duration.ofSeconds(1));
        disk.failWith((call, file) -> {
            if (random.nextInt(10_000) < faultsInTenThousand) {
                throw new IOException("Input/output error");
            }
        });
        return journal;
    }

    private void live() {
        if (random.nextBoolean()) {
            disk.losePowerAfter(1 + random.nextInt(40));
        }
        Stepped thread = new Stepped();
        Journal journal = open(thread);
        if (faultsInTenThousand > 0) {
            disk.capacity(random.nextInt(3) == 0 ? random.nextInt(8_000) : Long.MAX_VALUE);
        }
        if (!disk.isPowerLost()) {
            check(journal);
        }
        if (random.nextInt(3) > 0) {
            disk.losePowerAfter(1 + random.nextInt(40));
        }
        int steps = random.nextInt(12);
        for (int step = 0; step < steps; step++) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                append(journal);
            }
            thread.run();
            clock.advance(Duration.ofMillis(random.nextInt(2_000)));
            journal.recording();
        }
        if (random.nextInt(4) == 0) {
            thread.inline();
            journal.close();
        }
    }

    private void append(Journal journal) {
        long id = appended++;
        journal.append(entry(id), failure -> {
            if (failure == null) {
                acknowledged.add(id);
                acknowledgements++;
            }
        });
    }

    private Entry entry(long id) {
        Entry entry = Entry.of("intent", Map.of("id", id, "what", "x".repeat((int) (id * 37 % 600))));
        return id % 5 == 0 ? entry.kept("key-" + id % 3) : entry;
    }

    private static void must(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private void check(Journal journal) {
        List<Long> ids = new ArrayList<>();
        long number = 0;
        for (Recorded recorded : journal.recovered().entries()) {
            must(recorded.number() > number, "numbers must rise: " + number + ", " + recorded.number());
            number = recorded.number();
            if (recorded.entry().type().equals("dropped")) {
                continue;
            }
            long id = (Long) recorded.entry().fields().get("id");
            must(recorded.entry().equals(entry(id)), "not as it was written: " + recorded);
            must(ids.isEmpty() || ids.get(ids.size() - 1) < id, "order not kept: " + id);
            must(id < appended, "invented: " + id);
            ids.add(id);
        }
        assertThat(new HashSet<>(ids)).as("acknowledged").containsAll(acknowledged);
        if (faultsInTenThousand == 0) {
            assertThat(new HashSet<>(ids)).as("found once, found always").containsAll(found);
            found.addAll(ids);
        }
    }
}
