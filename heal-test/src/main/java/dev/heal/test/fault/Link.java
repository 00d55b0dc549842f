package dev.heal.test.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One connection through the proxy: two sockets and a pump each way. */
final class Link {

    private enum State {
        FLOWING,
        SWALLOWING,
        FROZEN,
        CLOSED
    }

    private final Socket client;
    private final Socket server = new Socket();
    private final Supplier<Duration> delay;
    private final Consumer<Link> onClosed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger directionsOpen = new AtomicInteger(2);

    // Read after a chunk was read and before it is passed on: bytes sent after the fault began never get through.
    private volatile State state = State.FLOWING;

    Link(Socket client, Supplier<Duration> delay, Consumer<Link> onClosed) {
        this.client = client;
        this.delay = delay;
        this.onClosed = onClosed;
    }

    /** Connects to the server and pumps both ways until one side ends; takes one thread and starts a second. */
    void run(InetSocketAddress upstream, Executor threads) {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(upstream, 10_000);
            threads.execute(() -> pump(server, client));
            pump(client, server);
        } catch (IOException | RuntimeException unreachable) {
            if (state != State.FROZEN) {
                reset();
            }
        }
    }

    /** For a connection that is never led anywhere: takes bytes until the client gives up. */
    void runIntoTheVoid() {
        byte[] chunk = new byte[64 * 1024];
        try {
            while (state == State.SWALLOWING && client.getInputStream().read(chunk) >= 0) {
                // swallowed
            }
            if (state == State.SWALLOWING) {
                close();
            }
        } catch (IOException clientGone) {
            if (state == State.SWALLOWING) {
                close();
            }
        }
    }

    /** From now on for ever: bytes are taken and nothing is passed on. */
    synchronized void swallow() {
        if (state == State.FLOWING) {
            state = State.SWALLOWING;
        }
    }

    /** From now on for ever: nothing is passed on, neither bytes nor the end of the connection. */
    synchronized void freeze() {
        if (state != State.CLOSED) {
            state = State.FROZEN;
        }
    }

    /** Ends the connection with a TCP reset on both sides. A frozen one cannot be reset: nothing passes. */
    void reset() {
        end(true);
    }

    void close() {
        end(false);
    }

    boolean isFlowing() {
        return state == State.FLOWING;
    }

    private void pump(Socket from, Socket to) {
        byte[] chunk = new byte[64 * 1024];
        try {
            int length;
            while ((length = from.getInputStream().read(chunk)) >= 0) {
                Duration wait = delay.get();
                if (!wait.isZero() && closed.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                if (state == State.FROZEN) {
                    return;
                }
                if (state == State.FLOWING) {
                    to.getOutputStream().write(chunk, 0, length);
                }
            }
            if (state == State.FLOWING) {
                to.shutdownOutput();
                if (directionsOpen.decrementAndGet() == 0) {
                    close();
                }
            }
        } catch (IOException broken) {
            // A broken link that still flows breaks on the other side too; a sick one tells nobody.
            if (state == State.FLOWING) {
                reset();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(boolean withReset) {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
        }
        closed.countDown();
        for (Socket socket : new Socket[] {client, server}) {
            try {
                if (withReset) {
                    socket.setSoLinger(true, 0);
                }
            } catch (IOException alreadyGone) {
                // closed below all the same
            }
            try {
                socket.close();
            } catch (IOException ignored) {
                // nothing more can be done for it
            }
        }
        onClosed.accept(this);
    }
}
