package dev.heal.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that keeps apart what is durable and what is not, fails where it is told to, and forgets at a power loss
 * what a real one may forget. The same random numbers give the same disk.
 */
public final class SimulatedDisk implements Disk {

    /** What a call of {@link Disk} does. */
    public enum Call {
        LIST,
        READ,
        CREATE,
        OVERWRITE,
        WRITE,
        FORCE,
        RENAME,
        DELETE,
        SYNC
    }

    /** Asked before each call; what it throws, the call throws, after it may have done a part of its work. */
    @FunctionalInterface
    public interface Faults {
        void before(Call call, String file) throws IOException;
    }

    /** Without a stack trace: a simulation loses its power some hundred thousand times. */
    private static final class PowerLost extends IOException {

        private static final long serialVersionUID = 1;

        PowerLost() {
            super("the power is lost");
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    private final Random random;
    private final Directory directory = new Directory();
    private Faults faults = (call, file) -> {};
    private long capacity = Long.MAX_VALUE;
    private int callsUntilPowerLoss = Integer.MAX_VALUE;
    private int boots;

    public SimulatedDisk(Random random) {
        this.random = random;
    }

    public void failWith(Faults faults) {
        this.faults = faults;
    }

    /** From now on all files together become no longer than this; what is there may be written over. */
    public void capacity(long bytes) {
        this.capacity = bytes;
    }

    /** Before so many further calls have ended, the power goes: each call fails until {@link #powerOn}. */
    public void losePowerAfter(int calls) {
        this.callsUntilPowerLoss = calls;
    }

    public boolean isPowerLost() {
        return callsUntilPowerLoss <= 0;
    }

    /** Loses the power, if it is not lost: of what was not forced or not synced any part is gone. Files of before are dead. */
    public void powerOn() {
        directory.losePower(random);
        callsUntilPowerLoss = Integer.MAX_VALUE;
        boots++;
    }

    /** Instead: only the process was gone, and what it had written is in the system's memory. */
    public void processDied() {
        callsUntilPowerLoss = Integer.MAX_VALUE;
        boots++;
    }

    /** The files as they are now, for a test to look at and to damage. */
    public Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new TreeMap<>();
        directory.files().forEach((name, file) -> contents.put(name, file.bytes()));
        return contents;
    }

    /** Puts a durable file there. */
    public void put(String file, byte[] bytes) {
        directory.put(file, SimulatedFile.durable(bytes));
    }

    private boolean fails(Call call, String file) throws IOException {
        callsUntilPowerLoss--;
        if (callsUntilPowerLoss < 0) {
            throw new PowerLost();
        }
        if (callsUntilPowerLoss == 0) {
            return true;
        }
        faults.before(call, file);
        return false;
    }

    /** Does something; where it fails it may have been done all the same. */
    private void change(Call call, String file, Runnable effect) throws IOException {
        boolean isPowerLost;
        try {
            isPowerLost = fails(call, file);
        } catch (IOException fault) {
            if (!isPowerLost() && random.nextBoolean()) {
                effect.run();
            }
            throw fault;
        }
        if (!isPowerLost || random.nextBoolean()) {
            effect.run();
        }
        if (isPowerLost) {
            throw new PowerLost();
        }
    }

    private void look(Call call, String file) throws IOException {
        if (fails(call, file)) {
            throw new PowerLost();
        }
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public List<String> files() throws IOException {
        look(Call.LIST, "");
        return new ArrayList<>(directory.files().keySet());
    }

    @Override
    public byte[] read(String file) throws IOException {
        look(Call.READ, file);
        return existing(file).bytes();
    }

    @Override
    public Appender create(String file) throws IOException {
        if (directory.files().containsKey(file)) {
            throw new FileAlreadyExistsException(file);
        }
        SimulatedFile made = new SimulatedFile();
        change(Call.CREATE, file, () -> directory.create(file, made));
        return new Open(file, made, false);
    }

    @Override
    public Appender overwrite(String file) throws IOException {
        look(Call.OVERWRITE, file);
        return new Open(file, existing(file), true);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        existing(from);
        if (directory.files().containsKey(to)) {
            throw new FileAlreadyExistsException(to);
        }
        change(Call.RENAME, from, () -> directory.rename(from, to));
    }

    @Override
    public void delete(String file) throws IOException {
        existing(file);
        change(Call.DELETE, file, () -> directory.delete(file));
    }

    @Override
    public void sync() throws IOException {
        try {
            look(Call.SYNC, "");
        } catch (IOException failed) {
            if (!isPowerLost()) {
                directory.syncSome(random);
            }
            throw failed;
        }
        directory.sync();
    }

    @Override
    public void close() {}

    private SimulatedFile existing(String file) throws IOException {
        SimulatedFile found = directory.files().get(file);
        if (found == null) {
            throw new FileNotFoundException(file);
        }
        return found;
    }

    private final class Open implements Appender {

        private final String name;
        private final SimulatedFile file;
        private final boolean isOverwriting;
        private final int boot = boots;
        private int at;

        Open(String name, SimulatedFile file, boolean isOverwriting) {
            this.name = name;
            this.file = file;
            this.isOverwriting = isOverwriting;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            mustBeAlive();
            try {
                look(Call.WRITE, name);
            } catch (IOException fault) {
                if (callsUntilPowerLoss >= 0) {
                    put(all, random.nextInt(all.length + 1));
                }
                throw fault;
            }
            long room = isOverwriting
                    ? file.length() - at
                    : capacity
                            - directory.files().values().stream()
                                    .mapToLong(SimulatedFile::length)
                                    .sum();
            put(all, (int) Math.min(all.length, Math.max(0, room)));
            if (room < all.length) {
                throw new IOException("No space left on device");
            }
        }

        private void put(byte[] bytes, int length) {
            file.write(at, bytes, length);
            at += length;
        }

        @Override
        public void force() throws IOException {
            mustBeAlive();
            try {
                look(Call.FORCE, name);
            } catch (IOException failed) {
                if (!isPowerLost()) {
                    file.forceSome(random);
                }
                throw failed;
            }
            file.force();
        }

        private void mustBeAlive() throws IOException {
            if (boot != boots) {
                throw new IOException("the power has been off since " + name + " was opened");
            }
        }

        @Override
        public void close() {}
    }
}
