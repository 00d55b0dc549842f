package dev.heal.test.fault;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** A listening socket that is really gone once it is closed. */
final class Listener {

    private static final int BACKLOG = 256;
    private static final int BIND_ATTEMPTS = 50;
    private static final long BIND_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long GONE_WITHIN_SECONDS = 5;

    private final ServerSocket socket;
    private final ReentrantLock accepting = new ReentrantLock();

    private Listener(ServerSocket socket) {
        this.socket = socket;
    }

    /** @throws IOException if the port is still taken after about a second */
    static Listener at(InetSocketAddress address) throws IOException {
        for (int attempt = 1; ; attempt++) {
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(address, BACKLOG);
                return new Listener(socket);
            } catch (BindException taken) {
                socket.close();
                if (attempt == BIND_ATTEMPTS) {
                    throw taken;
                }
                LockSupport.parkNanos(BIND_AGAIN_NANOS);
            }
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    /** Waits for the next caller; for one thread. */
    Socket accept() throws IOException {
        accepting.lock();
        try {
            return socket.accept();
        } finally {
            accepting.unlock();
        }
    }

    /** Closes it and waits for the thread in {@link #accept}: until that wakes up, the kernel lets callers in. */
    void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // the port is given up either way
        }
        try {
            if (accepting.tryLock(GONE_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                accepting.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
