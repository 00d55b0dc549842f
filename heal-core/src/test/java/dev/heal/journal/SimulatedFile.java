package dev.heal.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The bytes of a file: as they are read, and as they are found again when the power was gone. */
final class SimulatedFile {

    private static final int SECTOR = 512;

    /** What was written and not forced. */
    private record Written(int at, byte[] bytes) {}

    private final List<Written> unforced = new ArrayList<>();
    private byte[] seen = new byte[0];
    private byte[] durable = new byte[0];

    static SimulatedFile durable(byte[] bytes) {
        SimulatedFile file = new SimulatedFile();
        file.seen = bytes.clone();
        file.durable = bytes.clone();
        return file;
    }

    byte[] bytes() {
        return seen.clone();
    }

    int length() {
        return seen.length;
    }

    void write(int at, byte[] bytes, int length) {
        if (length > 0) {
            byte[] written = Arrays.copyOf(bytes, length);
            seen = with(seen, at, written);
            unforced.add(new Written(at, written));
        }
    }

    void force() {
        unforced.forEach(write -> durable = with(durable, write.at, write.bytes));
        unforced.clear();
    }

    /** A force that fails: the system believes of all it held that it is written, and will not write it again. */
    void forceSome(Random random) {
        for (Written write : unforced) {
            int from = write.at;
            int end = write.at + write.bytes.length;
            while (from < end) {
                int to = Math.min(end, (from / SECTOR + 1) * SECTOR);
                // A sector is written, or not, or the power goes while it is.
                int kind = random.nextInt(8);
                int until = kind == 0 ? from + random.nextInt(to - from) : kind < 4 ? to : from;
                durable = with(durable, from, Arrays.copyOfRange(write.bytes, from - write.at, until - write.at));
                from = to;
            }
        }
        unforced.clear();
    }

    void losePower(Random random) {
        forceSome(random);
        seen = durable.clone();
    }

    private static byte[] with(byte[] old, int at, byte[] bytes) {
        if (bytes.length == 0) {
            return old;
        }
        byte[] all = Arrays.copyOf(old, Math.max(old.length, at + bytes.length));
        System.arraycopy(bytes, 0, all, at, bytes.length);
        return all;
    }
}
