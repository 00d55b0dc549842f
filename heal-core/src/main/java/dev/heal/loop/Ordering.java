package dev.heal.loop;

import dev.heal.journal.Entry;
import dev.heal.policy.Mode;
import dev.heal.policy.Orders;
import dev.heal.text.SafeText;
import dev.heal.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What humans, the stop switch and the flap pin order: it holds from the moment of the call, then the rules and the journal
 * hear of it. Answers say why an order would not outlive a restart, empty if it would. Safe for use by all threads.
 */
final class Ordering {

    private static final Logger LOG = LoggerFactory.getLogger("dev.heal");

    private final Clock clock;
    private final Supervisor supervisor;
    private final List<Healer> healers;
    private final Bookkeeper books;
    private final Consumer<String> told;
    /** A lock of its own: the loop thread gives orders too, and closing waits for the loop thread. */
    private final Object lock = new Object();

    private String switchedOff = "";

    /** @param told hears each order, for what is told of changes */
    Ordering(Clock clock, Supervisor supervisor, List<Healer> healers, Bookkeeper books, Consumer<String> told) {
        this.clock = clock;
        this.supervisor = supervisor;
        this.healers = healers;
        this.books = books;
        this.told = told;
    }

    CompletableFuture<String> stop(String by, String reason) {
        Orders.Stop stop = new Orders.Stop(by, reason, clock.now());
        return order(healers, "stopped " + stop.text(), orders -> orders.everywhere(stop), () -> Records.stopAll(stop));
    }

    CompletableFuture<String> stop(Healer healer, String by, String reason) {
        Orders.Stop stop = new Orders.Stop(by, reason, clock.now());
        return order(healer, "stopped " + stop.text(), orders -> orders.here(stop));
    }

    CompletableFuture<String> release(String by) {
        return order(
                healers,
                "released by " + Orders.who(by),
                orders -> orders.everywhere(null),
                () -> Records.stopAll(null));
    }

    CompletableFuture<String> release(Healer healer, String by) {
        return order(healer, "released by " + Orders.who(by), orders -> orders.here(null));
    }

    CompletableFuture<String> mode(Healer healer, @Nullable Mode mode, String by) {
        String text = mode == null ? "as written" : mode.name().toLowerCase(Locale.ROOT);
        return order(healer, "the mode is " + text + ", ordered by " + Orders.who(by), orders -> orders.mode(mode));
    }

    /**
     * All traffic of a scope goes to one of its regions.
     *
     * @param pin null to take it back
     * @param by who orders it
     * @param take makes it hold: from this moment on, before the rules have heard of it
     */
    CompletableFuture<String> pin(String scope, Orders.@Nullable Pin pin, String by, Runnable take) {
        List<Healer> members =
                healers.stream().filter(healer -> scope.equals(healer.scope())).toList();
        String text = pin == null ? "unpinned by " + Orders.who(by) : "all traffic is pinned to " + pin.text();
        synchronized (lock) {
            take.run();
            return order(members, text, orders -> orders.pin(pin), () -> Records.pin(scope, pin));
        }
    }

    /** A human's own stop, of which the rules have not heard yet, stands. */
    void pin(Healer healer, Orders.Stop stop) {
        CompletableFuture<String> unused =
                order(healer, "stopped " + stop.text(), orders -> orders.here() == null ? orders.here(stop) : orders);
    }

    /** The stop switch has been looked at; not in the journal, since it is looked at again after a restart. */
    void switched(String reason) {
        synchronized (lock) {
            if (reason.equals(switchedOff)) {
                return;
            }
            switchedOff = reason;
            Orders.Stop stop = reason.isEmpty() ? null : new Orders.Stop("file", reason, clock.now());
            tell(healers, stop == null ? "the stop file is gone" : "stopped: " + reason, orders -> orders.file(stop));
        }
    }

    private CompletableFuture<String> order(Healer healer, String text, UnaryOperator<Orders> change) {
        return order(List.of(healer), text, change, () -> Records.orders(healer.name(), healer.orders()));
    }

    /** One order after the other, so that the rules and the journal hear of them in the order in which they hold. */
    private CompletableFuture<String> order(
            List<Healer> targets, String text, UnaryOperator<Orders> change, Supplier<Entry> record) {
        synchronized (lock) {
            tell(targets, text, change);
            CompletableFuture<String> answer = new CompletableFuture<>();
            books.write(record.get(), failure -> answer.complete(failure == null ? "" : failure));
            return answer;
        }
    }

    private void tell(List<Healer> targets, String text, UnaryOperator<Orders> change) {
        for (Healer healer : targets) {
            healer.order(change.apply(healer.orders()));
            supervisor.post(healer, new Fact.Ordered(Moment.of(clock), healer.orders(), text));
        }
        String names = targets.stream().map(Healer::name).collect(Collectors.joining(", "));
        LOG.warn("{}: {}", names, SafeText.of(text));
        told.accept(text + " (" + names + ")");
    }
}
