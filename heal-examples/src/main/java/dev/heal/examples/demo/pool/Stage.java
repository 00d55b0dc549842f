package dev.heal.examples.demo.pool;

import dev.heal.Heal;
import dev.heal.examples.shop.ShopApplication;
import dev.heal.incident.Notebook;
import dev.heal.test.fault.Fault;
import dev.heal.test.fault.FaultProxy;
import dev.heal.time.Clock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A shop of its own for one play: a fresh application behind a fresh proxy to the one database. */
final class Stage implements AutoCloseable {

    private static final long CLOSE_AT_MOST_MILLIS = 5_000;

    private final FaultProxy link;
    private final ConfigurableApplicationContext shop;
    private final CircuitBreaker breaker;

    @Nullable
    private Instant frozenAt;

    private Stage(FaultProxy link, ConfigurableApplicationContext shop) {
        this.link = link;
        this.shop = shop;
        this.breaker = shop.getBean(CircuitBreakerRegistry.class).circuitBreaker("inventory");
    }

    static Stage set(Play play, Database database) {
        FaultProxy link = FaultProxy.to("127.0.0.1", database.port());
        try {
            return new Stage(
                    link,
                    new SpringApplicationBuilder(ShopApplication.class)
                            // Interrupted by hand, the process ends at once: a hook would wait for the calls that hang.
                            .registerShutdownHook(false)
                            .profiles(play.profile().isEmpty() ? new String[0] : new String[] {play.profile()})
                            .run("--shop.port=0", "--shop.database.port=" + link.port()));
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    /** Where the shop listens. */
    URI address() {
        return URI.create("http://127.0.0.1:" + shop.getEnvironment().getProperty("local.server.port"));
    }

    /** The link freezes half-open: the connections there are hang for ever, new ones would work. */
    void freezeLink() {
        frozenAt = Clock.system().now();
        link.inject(Fault.halfOpen());
    }

    int connections() {
        return link.connections();
    }

    int hungConnections() {
        return link.connections() - link.flowing();
    }

    boolean breakerOpen() {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }

    /** What heal wrote about the fault; empty where it takes no part. */
    Optional<HealIncident> incident() {
        Heal heal = shop.getBeanProvider(Heal.class).getIfAvailable();
        Instant since = frozenAt;
        if (heal == null || since == null) {
            return Optional.empty();
        }
        return heal.incidents().stream()
                .filter(incident -> !incident.opened().isBefore(since))
                .reduce((later, earlier) -> earlier)
                .map(incident -> new HealIncident(
                        Duration.between(since, incident.opened()),
                        incident.resolution() == null
                                ? "still open"
                                : incident.resolution().name(),
                        heal.story(incident.id())
                                .map(Notebook::markdown)
                                .orElseGet(() -> Notebook.markdown(incident))));
    }

    /**
     * Cuts the link first, which ends the calls that would hang for ever; then gives the application a few seconds and
     * leaves it, should it still not end.
     */
    @Override
    public void close() {
        link.close();
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
