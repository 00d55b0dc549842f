package dev.heal.test.simulation;

import dev.heal.journal.Entry;
import dev.heal.journal.Journal;
import dev.heal.journal.Receipt;
import dev.heal.journal.Recording;
import dev.heal.journal.Recovered;
import java.util.List;

/** A storage whose journal forgets one kind of record. */
record WithoutPins(Storage real) implements Storage {

    static Parts parts() {
        return Parts.REAL.storage(seed -> new WithoutPins(Parts.REAL.storage().apply(seed)));
    }

    @Override
    public Journal open(Surroundings around) {
        return new Unwritten(real.open(around));
    }

    @Override
    public List<Entry> survivors() {
        return real.survivors();
    }

    @Override
    public void powerLoss(Surroundings around, boolean torn) {
        real.powerLoss(around, torn);
    }

    /** Says of a pin that it is durable, and has not written it. */
    private record Unwritten(Journal real) implements Journal {

        @Override
        public Recovered recovered() {
            return real.recovered();
        }

        @Override
        public Recording recording() {
            return real.recording();
        }

        @Override
        public void append(Entry entry, Receipt receipt) {
            if (entry.type().equals("pin")) {
                receipt.on(null);
            } else {
                real.append(entry, receipt);
            }
        }

        @Override
        public void hurry() {
            real.hurry();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
