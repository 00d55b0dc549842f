package dev.heal.test.simulation;

import dev.heal.journal.Capacity;
import dev.heal.journal.Disk;
import dev.heal.journal.Entry;
import dev.heal.journal.Journal;
import dev.heal.journal.Recorded;
import dev.heal.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The real journal on a simulated disk. */
public final class DiskStorage implements Storage {

    private static final Capacity CAPACITY = new Capacity(Duration.ofDays(30), 4 << 20, 64 << 10, 16 << 10, 1000);

    private final UnaryOperator<Disk> seenAs;
    private final SimulatedDisk disk;
    private @Nullable Surroundings around;

    public DiskStorage() {
        this(UnaryOperator.identity());
    }

    /** @param seenAs what the journal sees of the disk: here a test puts one that does not do what it says */
    public DiskStorage(UnaryOperator<Disk> seenAs) {
        this.seenAs = seenAs;
        this.disk = new SimulatedDisk(this::trouble, this::forced);
    }

    private SimulatedDisk.Trouble trouble() {
        String said = around == null ? "" : around.trouble();
        return said.isEmpty()
                ? SimulatedDisk.Trouble.NONE
                : said.contains("space") ? SimulatedDisk.Trouble.FULL : SimulatedDisk.Trouble.EIO;
    }

    private void forced() {
        if (around != null) {
            around.forced();
        }
    }

    @Override
    public Journal open(Surroundings now) {
        around = now;
        return Journal.open(seenAs.apply(disk), CAPACITY, now.clock(), now::onJournalThread);
    }

    @Override
    public List<Entry> survivors() {
        Journal left = Journal.open(disk.afterPowerLoss(), CAPACITY, new ManualClock(), Runnable::run);
        List<Entry> all =
                left.recovered().entries().stream().map(Recorded::entry).toList();
        left.close();
        return all;
    }

    @Override
    public void powerLoss(Surroundings now, boolean torn) {
        around = null;
        // Torn: a part of a record is left behind, and not only whole ones or none.
        disk.powerLoss(most -> torn ? Math.max(0, most - 1 - now.draw(40)) : now.draw(most));
    }
}
