package dev.heal.test.simulation;

import dev.heal.journal.Entry;
import dev.heal.journal.Journal;
import dev.heal.time.Clock;
import java.util.List;

/** Where a simulated process keeps its journal; it outlives the process. */
public interface Storage {

    /** What it finds around it. */
    interface Surroundings {

        /** Of the process that opens the journal. */
        Clock clock();

        /** Does something on the journal's thread, after the time that the disk takes at this moment. */
        void onJournalThread(Runnable work);

        /** What is wrong with the disk at this moment; empty for nothing. */
        String trouble();

        /** A number from 0 to {@code most}, by the seed. */
        int draw(int most);

        /** The intent of this entry is durable, and nobody has heard of it yet: here a process may die. */
        void forced();
    }

    /** A new process opens it. */
    Journal open(Surroundings around);

    /** What would be found if the power were lost now. */
    List<Entry> survivors();

    /** The power is lost: what was not forced may be gone. */
    void powerLoss(Surroundings around, boolean torn);
}
