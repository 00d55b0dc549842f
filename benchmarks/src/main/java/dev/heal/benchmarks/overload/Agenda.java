package dev.heal.benchmarks.overload;

import java.util.Arrays;

/** What will happen, the soonest first, and of two at once the one put down first: a binary heap without objects of its own. */
final class Agenda {

    private long[] times = new long[1_024];
    private long[] orders = new long[1_024];
    private Call[] calls = new Call[1_024];
    private byte[] kinds = new byte[1_024];
    private int size;
    private long order;

    long nextTime() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    byte nextKind() {
        return kinds[0];
    }

    void add(long time, byte kind, Call call) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            orders = Arrays.copyOf(orders, size * 2);
            calls = Arrays.copyOf(calls, size * 2);
            kinds = Arrays.copyOf(kinds, size * 2);
        }
        long mine = order++;
        int place = size++;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (times[parent] <= time) { // what is there already was put down earlier
                break;
            }
            copy(parent, place);
            place = parent;
        }
        put(place, time, mine, kind, call);
    }

    Call poll() {
        Call first = calls[0];
        int last = --size;
        long time = times[last];
        long mine = orders[last];
        byte kind = kinds[last];
        Call call = calls[last];
        int place = 0;
        while (true) {
            int child = 2 * place + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && isBefore(child + 1, times[child], orders[child])) {
                child++;
            }
            if (!isBefore(child, time, mine)) {
                break;
            }
            copy(child, place);
            place = child;
        }
        put(place, time, mine, kind, call);
        return first;
    }

    private boolean isBefore(int place, long time, long mine) {
        return times[place] < time || (times[place] == time && orders[place] < mine);
    }

    private void copy(int from, int to) {
        put(to, times[from], orders[from], kinds[from], calls[from]);
    }

    private void put(int place, long time, long mine, byte kind, Call call) {
        times[place] = time;
        orders[place] = mine;
        kinds[place] = kind;
        calls[place] = call;
    }
}
