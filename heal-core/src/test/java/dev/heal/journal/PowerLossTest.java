package dev.heal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there when the power comes back; and a force or a sync left out would be noticed. */
class PowerLossTest {

    private static final int LIVES = 5;

    private final Silence silence = new Silence();

    @AfterEach
    void speak() {
        silence.close();
    }

    @Test
    void in_20000_power_losses_nothing_acknowledged_is_lost_nothing_is_invented_and_the_order_is_kept() {
        int losses = 0;
        long acknowledged = 0;
        for (long seed = 0; losses < 20_000; seed++) {
            // In every second journal the disk also fails now and then.
            Lives lives = lives(seed, UnaryOperator.identity());
            losses += lives.losses;
            acknowledged += lives.acknowledgements;
        }
        System.out.println(losses + " power losses, " + acknowledged + " acknowledged");
        assertThat(acknowledged).isGreaterThan(losses);
    }

    @Test
    void a_journal_that_does_not_force_is_caught() {
        assertThat(firstSeedThatLoses(disk -> new Careless(disk, false, true))).isLessThan(2_000);
    }

    @Test
    void a_journal_that_does_not_sync_the_directory_is_caught() {
        assertThat(firstSeedThatLoses(disk -> new Careless(disk, true, false))).isLessThan(2_000);
    }

    private static Lives lives(long seed, UnaryOperator<Disk> planted) {
        Lives lives = new Lives(seed, seed % 2 == 0 ? 0 : 300, planted);
        try {
            lives.live(LIVES);
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
        }
        return lives;
    }

    private static long firstSeedThatLoses(UnaryOperator<Disk> planted) {
        for (long seed = 0; seed < 2_000; seed++) {
            try {
                lives(seed, planted);
            } catch (AssertionError caught) {
                if (caught.getMessage().contains("[acknowledged]")) {
                    System.out.println("caught by seed " + seed);
                    return seed;
                }
            }
        }
        return Long.MAX_VALUE;
    }

    /** Says of bytes or of names that they are durable, without doing anything for it. */
    private record Careless(Disk disk, boolean forces, boolean syncs) implements Disk {

        @Override
        public String name() {
            return disk.name();
        }

        @Override
        public List<String> files() throws IOException {
            return disk.files();
        }

        @Override
        public byte[] read(String file) throws IOException {
            return disk.read(file);
        }

        @Override
        public Appender create(String file) throws IOException {
            return appender(disk.create(file));
        }

        @Override
        public Appender overwrite(String file) throws IOException {
            return appender(disk.overwrite(file));
        }

        @Override
        public void rename(String from, String to) throws IOException {
            disk.rename(from, to);
        }

        @Override
        public void delete(String file) throws IOException {
            disk.delete(file);
        }

        @Override
        public void sync() throws IOException {
            if (syncs) {
                disk.sync();
            }
        }

        @Override
        public void close() throws IOException {
            disk.close();
        }

        private Appender appender(Appender file) {
            return new Appender() {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    file.write(bytes);
                }

                @Override
                public void force() throws IOException {
                    if (forces) {
                        file.force();
                    }
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }
    }
}
