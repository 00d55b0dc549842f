package dev.heal.test.simulation;

import dev.heal.journal.Entry;
import dev.heal.journal.Journal;
import dev.heal.journal.Receipt;
import dev.heal.journal.Recorded;
import dev.heal.journal.Recording;
import dev.heal.journal.Recovered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The simplest journal that keeps its promises: a list, of which a power loss leaves what was forced. */
public class MemoryStorage implements Storage {

    private record Row(int run, long up, Instant at, Entry entry) {}

    private final List<Row> forced = new ArrayList<>();
    private final List<Row> written = new ArrayList<>();
    private final List<Duration> runs = new ArrayList<>();
    private boolean torn;

    @Override
    public Journal open(Surroundings around) {
        forced.addAll(written); // whoever reads them may rely on them
        written.clear();
        runs.add(Duration.ZERO);
        return new OpenJournal(around, recovered());
    }

    private Recovered recovered() {
        List<Recorded> all = new ArrayList<>();
        for (Row row : forced) {
            long age = runs.get(row.run()).toNanos() - row.up();
            for (int later = row.run() + 1; later < runs.size(); later++) {
                age += runs.get(later).toNanos();
            }
            all.add(new Recorded(all.size() + 1, row.at(), Duration.ofNanos(age), row.entry()));
        }
        return new Recovered(all, torn ? List.of("the last record was torn") : List.of());
    }

    @Override
    public List<Entry> survivors() {
        return forced.stream().map(Row::entry).toList();
    }

    @Override
    public void powerLoss(Surroundings around, boolean torn) {
        // What was written and not forced is there as far as the disk came by itself.
        int kept = around.draw(written.size());
        forced.addAll(written.subList(0, torn ? Math.max(0, kept - 1) : kept));
        written.clear();
        this.torn = torn;
    }

    /** Makes durable what was written. */
    protected void force(Runnable really) {
        really.run();
    }

    private final class OpenJournal implements Journal {

        private record Waiting(Row row, Receipt receipt) {}

        private final Surroundings around;
        private final Recovered recovered;
        private final int run;
        private final long began;
        private final List<Waiting> waiting = new ArrayList<>();
        private boolean underWay;
        private boolean closed;
        private String trouble = "";

        OpenJournal(Surroundings around, Recovered recovered) {
            this.around = around;
            this.recovered = recovered;
            this.run = runs.size() - 1;
            this.began = around.clock().nanos();
        }

        @Override
        public Recovered recovered() {
            return recovered;
        }

        /** Also tries again, where it has failed. */
        @Override
        public Recording recording() {
            if (!trouble.isEmpty() && !underWay && !closed) {
                wake();
            }
            return trouble.isEmpty() ? Recording.ON_DISK : Recording.nowhere(trouble);
        }

        @Override
        public void append(Entry entry, Receipt receipt) {
            if (closed) {
                receipt.on("the journal is closed");
                return;
            }
            long up = around.clock().nanos() - began;
            waiting.add(new Waiting(new Row(run, up, around.clock().now(), entry), receipt));
            if (!underWay) {
                wake();
            }
        }

        private void wake() {
            underWay = true;
            around.onJournalThread(this::work);
        }

        private void work() {
            underWay = false;
            List<Waiting> batch = List.copyOf(waiting);
            waiting.clear();
            trouble = around.trouble();
            if (trouble.isEmpty()) {
                batch.forEach(one -> written.add(one.row()));
                force(() -> {
                    forced.addAll(written);
                    written.clear();
                });
                runs.set(run, Duration.ofNanos(around.clock().nanos() - began));
                around.forced();
            } else {
                // The write may have come through, and only its force has failed.
                int some = around.draw(batch.size());
                batch.subList(0, some).forEach(one -> written.add(one.row()));
            }
            String failure = trouble.isEmpty() ? null : trouble;
            around.onJournalThread(() -> batch.forEach(one -> one.receipt().on(failure)));
        }

        @Override
        public void close() {
            if (!closed) {
                work();
                closed = true;
            }
        }
    }
}
