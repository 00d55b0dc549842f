package dev.heal.benchmarks.overload.real;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import dev.heal.admission.ShedderSettings;
import dev.heal.admission.Waiter;
import dev.heal.benchmarks.overload.WebFilter;
import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.LoadSheddingReader;
import dev.heal.spring.binding.WebShedding;
import dev.heal.spring.web.LoadShedderServletFilter;
import dev.heal.spring.web.PathPriorities;
import dev.heal.spring.web.Requests;
import dev.heal.time.Clock;
import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Heal, always on, with its defaults. */
final class HealGates {

    /** For those that fill the waiting room of a server that is only asked what a rejection costs. */
    private static final ShedderSettings FULL =
            ShedderSettings.DEFAULT.maxConcurrency(1).maxWait(Duration.ofMinutes(1));

    private HealGates() {}

    private static ShedderSettings settings(boolean isToBeFilled) {
        return isToBeFilled ? FULL : ShedderSettings.DEFAULT;
    }

    /** Who has to wait does so on the server's thread, and the work on none. */
    static final class RoundTrips extends Gate {
        private final LoadShedder shedder;

        RoundTrips(ThreadPoolExecutor workers, boolean isToBeFilled) {
            super(workers);
            shedder = LoadShedder.of("server", settings(isToBeFilled), Clock.system())
                    .alwaysOn();
        }

        @Override
        CompletionStage<?> serve(Request request, Runnable work) {
            long token = shedder.enter(request);
            return hand(work).whenComplete((done, error) -> shedder.leave(token));
        }

        @Override
        CutOff cutOff() {
            return shedder.cutOff();
        }

        @Override
        void fill() {
            HealGates.fill(shedder);
        }
    }

    /**
     * Behind heal-spring's own servlet filter, with what it has before Tomcat's threads: a request holds its thread while it
     * waits, and while its work is done.
     */
    static final class BehindFilter extends Gate {
        private final LoadShedder shedder;

        BehindFilter(ThreadPoolExecutor workers, boolean isToBeFilled) {
            super(workers);
            shedder = LoadShedder.of("server", isToBeFilled ? FULL : WebFilter.SETTINGS, Clock.system())
                    .alwaysOn();
        }

        @Override
        CompletionStage<?> serve(Request request, Runnable work) {
            CompletableFuture<?> done = hand(work);
            done.join();
            return done;
        }

        @Override
        Filter filter(int rejection) {
            StandardEnvironment environment = new StandardEnvironment();
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "benchmark",
                            Map.of(
                                    "heal.load-shedding.web.status",
                                    rejection,
                                    "heal.load-shedding.web.priority-header",
                                    Front.CLASS,
                                    "heal.load-shedding.web.user-header",
                                    Front.USER,
                                    "heal.load-shedding.web.trusted-from",
                                    "any")));
            ConfigurationPropertySources.attach(environment);
            WebShedding written =
                    Objects.requireNonNull(LoadSheddingReader.web(ConfigurationTree.of(environment)), "no settings");
            return new LoadShedderServletFilter(
                    shedder, new Requests(written, PathPriorities.of(written, List.of()), shedder.clock()));
        }

        @Override
        void fill() {
            HealGates.fill(shedder);
        }
    }

    private static void fill(LoadShedder shedder) {
        Request first = Request.of(Priority.CRITICAL);
        long now = shedder.clock().nanos();
        while (shedder.admission().enter(first, now)) {
            // Nobody leaves.
        }
        while (!shedder.admission().turnsAway(Request.of(Priority.BULK))) {
            shedder.admission().arrived(new Patient(first), now);
        }
    }

    /** Waits without a thread, and does nothing about what it hears. */
    private static final class Patient extends Waiter {
        Patient(Request request) {
            super(request);
        }

        @Override
        protected void admitted(long now) {}

        @Override
        protected void rejected(long now) {}
    }

    /** Before the pool itself. */
    static final class OfExecutor extends Gate {
        private final LoadShedder shedder;

        OfExecutor(ThreadPoolExecutor workers, boolean isToBeFilled) {
            super(workers);
            shedder = LoadShedder.before("server", workers, settings(isToBeFilled), Clock.system())
                    .alwaysOn();
        }

        @Override
        CompletionStage<?> serve(Request request, Runnable work) {
            return shedder.execute(request, () -> {
                work.run();
                return true;
            });
        }

        @Override
        CutOff cutOff() {
            return shedder.cutOff();
        }

        @Override
        void fill() {
            // Whoever starts late makes room for one that waits.
            while (workers.getActiveCount() < Work.WORKERS || workers.getQueue().isEmpty() || !isFull()) {
                if (isFull()) {
                    Thread.onSpinWait();
                } else {
                    serve(Request.of(Priority.CRITICAL), Gate::forGood);
                }
            }
        }

        private boolean isFull() {
            return shedder.admission().turnsAway(Request.of(Priority.BULK));
        }
    }
}
