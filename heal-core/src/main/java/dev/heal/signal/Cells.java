package dev.heal.signal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Counters side by side, each striped over the threads that add to it; a stripe is made for its first thread. */
final class Cells {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle STRIPE = MethodHandles.arrayElementVarHandle(int[][].class);

    private final int count;
    private final int[] @Nullable [] stripes = new int[Stripes.COUNT][];

    Cells(int count) {
        this.count = count;
    }

    /** As many counters as these, all 0, ready for the threads that have used these. */
    Cells fresh() {
        Cells fresh = new Cells(count);
        for (int i = 0; i < stripes.length; i++) {
            if (stripes[i] != null) {
                fresh.stripes[i] = new int[count];
            }
        }
        return fresh;
    }

    void increment(int cell) {
        int mine = Stripes.mine();
        int[] cells = stripes[mine];
        CELL.getAndAdd(cells == null ? made(mine) : cells, cell, 1);
    }

    private int[] made(int stripe) {
        STRIPE.compareAndSet(stripes, stripe, null, new int[count]);
        return (int[]) STRIPE.getVolatile(stripes, stripe);
    }

    long sum(int cell) {
        return sum(cell, cell + 1);
    }

    long sum(int from, int to) {
        long sum = 0;
        for (int[] cells : stripes) {
            for (int i = from; cells != null && i < to; i++) {
                sum += (int) CELL.getVolatile(cells, i);
            }
        }
        return sum;
    }

    void addTo(long[] sums, int from, int to) {
        for (int[] cells : stripes) {
            for (int i = from; cells != null && i < to; i++) {
                sums[i] += (int) CELL.getVolatile(cells, i);
            }
        }
    }
}
