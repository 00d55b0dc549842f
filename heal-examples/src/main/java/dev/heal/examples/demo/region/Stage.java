package dev.heal.examples.demo.region;

import dev.heal.Heal;
import dev.heal.test.fault.Fault;
import dev.heal.test.fault.FaultProxy;
import dev.heal.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A shop of its own for one column, with links of its own to both servers. */
final class Stage implements AutoCloseable {

    /** Refused on loopback it is at once; and the caller has load to send. */
    private static final int CONNECT_AT_MOST_MILLIS = 100;

    private static final long CLOSE_AT_MOST_MILLIS = 5_000;

    private final FaultProxy east;
    private final FaultProxy west;
    private final ConfigurableApplicationContext shop;

    private Stage(FaultProxy east, FaultProxy west, ConfigurableApplicationContext shop) {
        this.east = east;
        this.west = west;
        this.shop = shop;
    }

    /** @param journal where heal writes down what it does, in the one shop that has it */
    static Stage set(Cast cast, Column column, Servers servers, Path journal) {
        FaultProxy east = FaultProxy.to("127.0.0.1", servers.port(Side.EAST));
        FaultProxy west = FaultProxy.to("127.0.0.1", servers.port(Side.WEST));
        try {
            return new Stage(
                    east,
                    west,
                    new SpringApplicationBuilder(cast.shop())
                            // Interrupted by hand, the process ends at once: a hook would wait for calls that hang.
                            .registerShutdownHook(false)
                            .profiles(column.profiles())
                            .run(
                                    "--spring.config.location=" + cast.configuration(),
                                    "--shop.port=0",
                                    "--shop.journal=" + journal,
                                    "--shop.east.port=" + east.port(),
                                    "--shop.west.port=" + west.port()));
        } catch (RuntimeException e) {
            east.close();
            west.close();
            throw e;
        }
    }

    /** Where the shop listens. */
    URI address() {
        return URI.create("http://127.0.0.1:" + shop.getEnvironment().getProperty("local.server.port"));
    }

    /** All that goes to that side breaks off, and nothing gets there for so long. */
    Cut cut(Side side, Duration span, Clock clock) {
        FaultProxy link = side == Side.EAST ? east : west;
        long moment = clock.nanos();
        int before = link.flowing();
        link.inject(Fault.refuse().lasting(span));
        link.inject(Fault.reset());
        return new Cut(side, moment, before - link.flowing(), isRefused(link.port()));
    }

    static boolean isRefused(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_AT_MOST_MILLIS);
            return false;
        } catch (SocketTimeoutException unanswered) {
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    /** Empty where heal takes no part. */
    Optional<Heal> heal() {
        return Optional.ofNullable(shop.getBeanProvider(Heal.class).getIfAvailable())
                .filter(heal -> !heal.targets().isEmpty());
    }

    /** Cuts the links first, which ends calls that would hang; then gives the application a few seconds. */
    @Override
    public void close() {
        east.close();
        west.close();
        Thread closing = new Thread(shop::close, "close-shop");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(CLOSE_AT_MOST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
