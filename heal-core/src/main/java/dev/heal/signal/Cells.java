package dev.heal.signal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Counters side by side, each striped over the threads that add to it; a stripe is made for its first thread. */
class Cells {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle STRIPE = MethodHandles.arrayElementVarHandle(int[][].class);

    /** Nobody has counted yet, as with most targets; never written to. */
    private static final int[] @Nullable [] NONE = new int[Stripes.COUNT][];

    private static final VarHandle STRIPES;

    static {
        try {
            STRIPES = MethodHandles.lookup().findVarHandle(Cells.class, "stripes", int[][].class);
        } catch (ReflectiveOperationException cannotBe) {
            throw new ExceptionInInitializerError(cannotBe);
        }
    }

    private final int count;
    /** Read plainly by who counts: where he still sees {@link #NONE}, he finds out in {@link #made}. */
    private int[] @Nullable [] stripes = NONE;

    Cells(int count) {
        this.count = count;
    }

    /** As many counters as these, all 0, ready for the threads that have used these. */
    Cells fresh() {
        Cells fresh = new Cells(count);
        fresh.readyFor(this);
        return fresh;
    }

    /** Nothing has to be made any more for a thread that has used {@code others}; before anybody else knows of these. */
    final void readyFor(Cells others) {
        int[] @Nullable [] used = others.all();
        if (used == NONE) {
            return;
        }
        int[] @Nullable [] ready = new int[Stripes.COUNT][];
        for (int i = 0; i < used.length; i++) {
            if (used[i] != null) {
                ready[i] = new int[count];
            }
        }
        stripes = ready;
    }

    final void increment(int cell) {
        int mine = Stripes.mine();
        int[] cells = stripes[mine];
        CELL.getAndAdd(cells == null ? made(mine) : cells, cell, 1);
    }

    private int[] made(int stripe) {
        if (all() == NONE) {
            STRIPES.compareAndSet(this, NONE, new int[Stripes.COUNT][]);
        }
        int[] @Nullable [] all = all();
        STRIPE.compareAndSet(all, stripe, null, new int[count]);
        return (int[]) STRIPE.getVolatile(all, stripe);
    }

    private int[] @Nullable [] all() {
        return (int[][]) STRIPES.getVolatile(this);
    }

    final long sum(int cell) {
        return sum(cell, cell + 1);
    }

    final long sum(int from, int to) {
        long sum = 0;
        for (int[] cells : all()) {
            for (int i = from; cells != null && i < to; i++) {
                sum += (int) CELL.getVolatile(cells, i);
            }
        }
        return sum;
    }

    final void addTo(long[] sums, int from, int to) {
        for (int[] cells : all()) {
            for (int i = from; cells != null && i < to; i++) {
                sums[i] += (int) CELL.getVolatile(cells, i);
            }
        }
    }
}
