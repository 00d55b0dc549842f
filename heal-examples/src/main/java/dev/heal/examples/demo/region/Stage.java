package dev.heal.examples.demo.region;

import dev.heal.Heal;
import dev.heal.test.fault.Fault;
import dev.heal.test.fault.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A shop of its own for one column, with links of its own to both servers. */
final class Stage implements AutoCloseable {

    private static final long CLOSE_AT_MOST_MILLIS = 5_000;

    private final Map<Side, FaultProxy> links;
    private final ConfigurableApplicationContext shop;

    private Stage(Map<Side, FaultProxy> links, ConfigurableApplicationContext shop) {
        this.links = links;
        this.shop = shop;
    }

    static Stage set(Cast cast, Column column, Servers servers) {
        Map<Side, FaultProxy> links = new EnumMap<>(Side.class);
        try {
            for (Side side : Side.values()) {
                links.put(side, FaultProxy.to("127.0.0.1", servers.port(side)));
            }
            return new Stage(
                    links,
                    new SpringApplicationBuilder(cast.shop())
                            // Interrupted by hand, the process ends at once: a hook would wait for calls that hang.
                            .registerShutdownHook(false)
                            .profiles(column.profiles())
                            .run(
                                    "--spring.config.location=" + cast.configuration(),
                                    "--shop.port=0",
                                    "--shop.east.port=" + links.get(Side.EAST).port(),
                                    "--shop.west.port=" + links.get(Side.WEST).port()));
        } catch (RuntimeException e) {
            links.values().forEach(FaultProxy::close);
            throw e;
        }
    }

    /** Where the shop listens. */
    URI address() {
        return URI.create("http://127.0.0.1:" + shop.getEnvironment().getProperty("local.server.port"));
    }

    /** All that goes to that side breaks off, and nothing gets there for so long. */
    void cut(Side side, Duration span) {
        FaultProxy link = links.get(side);
        link.inject(Fault.refuse().lasting(span));
        link.inject(Fault.reset());
    }

    /** Empty where heal takes no part. */
    Optional<Heal> heal() {
        return Optional.ofNullable(shop.getBeanProvider(Heal.class).getIfAvailable())
                .filter(heal -> !heal.targets().isEmpty());
    }

    /** Cuts the links first, which ends calls that would hang; then gives the application a few seconds. */
    @Override
    public void close() {
        links.values().forEach(FaultProxy::close);
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
