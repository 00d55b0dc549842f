package dev.heal.test.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy in front of a server that can be made as sick as real networks get. It listens on loopback only.
 *
 * <p>Faults of different kinds add up; a second one of the same kind takes the place of the first. A fault ends after
 * its time to live or by {@link #heal()}, whichever comes first. A connection that was frozen or black-holed stays so
 * even then, as one does whose entry a router has forgotten; new ones are fine.
 *
 * <p>Safe for use by several threads. All its threads are daemons; {@link #close()} leaves none and no socket.
 */
public final class FaultProxy implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final InetSocketAddress upstream;
    private final InetSocketAddress address;
    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    // Guarded by this: what is on, and what holds the port.
    private final Map<Fault.Kind, Fault> active = new EnumMap<>(Fault.Kind.class);
    private @Nullable Listener listener;
    private @Nullable Socket placeholder;
    private boolean closed;

    private volatile Duration delay = Duration.ZERO;

    private FaultProxy(InetSocketAddress upstream) throws IOException {
        this.upstream = upstream;
        String name = "fault-proxy-" + COUNT.incrementAndGet();
        AtomicInteger thread = new AtomicInteger();
        ThreadFactory daemons = task -> {
            Thread daemon = new Thread(task, name + "-" + thread.incrementAndGet());
            daemon.setDaemon(true);
            return daemon;
        };
        this.threads = Executors.newCachedThreadPool(daemons);
        this.timer = new ScheduledThreadPoolExecutor(1, daemons);
        this.timer.setRemoveOnCancelPolicy(true);
        Listener first = Listener.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.address = first.address();
        this.listener = first;
        threads.execute(() -> acceptFrom(first));
    }

    /**
     * Starts a proxy on a free loopback port.
     *
     * @throws UncheckedIOException if no port can be had
     */
    public static FaultProxy to(String host, int port) {
        try {
            return new FaultProxy(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException("no loopback port could be opened for the proxy to " + host + ":" + port, e);
        }
    }

    /** The port to connect to, on loopback; it stays the same over every fault. */
    public int port() {
        return address.getPort();
    }

    /** How many connections are open now, hung ones included. */
    public int connections() {
        return links.size();
    }

    /** How many of the open connections still pass bytes on. */
    public int flowing() {
        return (int) links.stream().filter(Link::isFlowing).count();
    }

    /** What is wrong at this moment; empty when healthy. */
    public synchronized List<Fault> faults() {
        return List.copyOf(active.values());
    }

    /**
     * Begins a fault. When this returns, nothing sent from now on escapes it.
     *
     * @throws IllegalStateException if the proxy is closed
     */
    public synchronized void inject(Fault fault) {
        if (closed) {
            throw new IllegalStateException("the proxy on port " + port() + " is closed: inject before close()");
        }
        if (fault.strikesExisting()) {
            strike(fault);
        }
        if (fault.kind() == Fault.Kind.RESET) {
            return;
        }
        active.put(fault.kind(), fault);
        apply();
        timer.schedule(() -> expire(fault), fault.timeToLive().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The stop switch: ends every fault at once. Connections already lost stay lost. */
    public synchronized void heal() {
        if (!closed) {
            active.clear();
            apply();
        }
    }

    /** Stops listening, ends every connection, and waits up to 5 s for its threads. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            active.clear();
            stopListening();
            releasePort();
        }
        links.forEach(Link::close);
        timer.shutdownNow();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS) || !timer.awaitTermination(1, TimeUnit.SECONDS)) {
                throw new IllegalStateException("threads of the proxy on port " + port() + " did not end within 5 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void expire(Fault fault) {
        // By identity: an equal fault injected later has a time to live of its own.
        if (!closed && active.get(fault.kind()) == fault) {
            active.remove(fault.kind());
            apply();
        }
    }

    private void strike(Fault fault) {
        for (Link link : links) {
            switch (fault.kind()) {
                case RESET -> {
                    // A reset cannot pass where nothing passes: hung connections stay hung.
                    if (link.isFlowing()) {
                        link.reset();
                    }
                }
                case BLACK_HOLE -> link.swallow();
                case HALF_OPEN -> link.freeze();
                case LATENCY, REFUSE -> {}
            }
        }
    }

    private void apply() {
        Fault latency = active.get(Fault.Kind.LATENCY);
        delay = latency == null ? Duration.ZERO : latency.delay();
        if (active.containsKey(Fault.Kind.REFUSE)) {
            if (listener != null) {
                stopListening();
                holdPort();
            }
        } else if (listener == null) {
            releasePort();
            startListening();
        }
    }

    private void acceptFrom(Listener source) {
        while (true) {
            try {
                accept(source.accept());
            } catch (IOException | RuntimeException listenerClosed) {
                if (source.isClosed()) {
                    return;
                }
            }
        }
    }

    private synchronized void accept(Socket client) throws IOException {
        if (closed) {
            client.close();
            return;
        }
        Link link = new Link(client, () -> delay, links::remove);
        links.add(link);
        Fault halfOpen = active.get(Fault.Kind.HALF_OPEN);
        Fault blackHole = active.get(Fault.Kind.BLACK_HOLE);
        if (halfOpen != null && halfOpen.strikesNew()) {
            link.freeze();
        } else if (blackHole != null) {
            link.swallow();
            threads.execute(link::runIntoTheVoid);
        } else {
            threads.execute(() -> link.run(upstream, threads));
        }
    }

    private void startListening() {
        try {
            Listener fresh = Listener.at(address);
            listener = fresh;
            threads.execute(() -> acceptFrom(fresh));
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port() + " could not be opened again", e);
        }
    }

    private void stopListening() {
        Listener old = listener;
        listener = null;
        if (old != null) {
            old.close();
        }
    }

    // Bound but not listening: connections are refused, and nobody else can take the port in the meantime.
    private void holdPort() {
        Socket holder = new Socket();
        try {
            holder.setReuseAddress(true);
            holder.bind(address);
            placeholder = holder;
        } catch (IOException notHeld) {
            try {
                holder.close();
            } catch (IOException ignored) {
                // it was never bound
            }
        }
    }

    private void releasePort() {
        Socket holder = placeholder;
        placeholder = null;
        if (holder != null) {
            try {
                holder.close();
            } catch (IOException ignored) {
                // it only held the port
            }
        }
    }
}
