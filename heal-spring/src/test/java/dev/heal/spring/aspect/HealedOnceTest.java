package dev.heal.spring.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.heal.Heal;
import dev.heal.detect.Detectors;
import dev.heal.guard.Breaker;
import dev.heal.journal.Journal;
import dev.heal.remediation.Remediations;
import dev.heal.spring.Healed;
import dev.heal.spring.autoconfigure.Apps;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is known of a healed method is found out once, whenever heal comes")
class HealedOnceTest {

    private static final String YAML = """
            heal:
              targets:
                stock:
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
            """;

    static class Stock {
        @Healed(name = "stock", fallbackMethod = "none")
        public String find(String id) {
            return "found";
        }

        @Healed(name = "other")
        public String find(Integer id) {
            return "found";
        }

        public String plain(String id) {
            return "plain";
        }

        String none(Throwable failure) {
            return "none";
        }
    }

    static class Bigger extends Stock {}

    private final HealedMethods methods = new HealedMethods();
    private final Guards guards = new Guards();
    private final CircuitBreaker breaker = disabled();

    private static CircuitBreaker disabled() {
        CircuitBreaker breaker = CircuitBreaker.ofDefaults("stock");
        breaker.transitionToDisabledState();
        return breaker;
    }

    private static Heal heal(CircuitBreaker breaker) {
        Breaker attached = Breaker.attached(breaker);
        return Heal.builder()
                .journal(Journal.memory())
                .target(
                        "stock",
                        target -> target.breaker(attached)
                                .detect("errors", Detectors.failureRate())
                                .step("reset", Remediations.resetBreaker(attached)))
                .build();
    }

    private static Method find(Class<?> argument) throws NoSuchMethodException {
        return Stock.class.getMethod("find", argument);
    }

    @Test
    void each_method_of_each_type_has_one_answer_that_stays() throws NoSuchMethodException {
        HealedMethod known = methods.at(find(String.class), Stock.class);

        assertThat(known).isNotNull();
        // getMethod hands out a copy each time
        assertThat(methods.at(find(String.class), Stock.class)).isSameAs(known);
        assertThat(methods.at(find(Integer.class), Stock.class)).isNotNull().isNotSameAs(known);
        assertThat(methods.at(find(String.class), Bigger.class)).isNotNull().isNotSameAs(known);
        assertThat(methods.at(Stock.class.getMethod("plain", String.class), Stock.class))
                .isNull();
    }

    /** As many types as an application may have, each with an answer of its own for one and the same method. */
    @Test
    void what_many_types_inherit_is_kept_apart_by_type_while_threads_ask_for_it() throws Exception {
        MethodTable table = new MethodTable();
        Method inherited = Object.class.getMethod("toString");
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> type : List.of(int.class, long.class, String.class, Stock.class)) {
            Class<?> array = type;
            for (int depth = 1; depth <= 200; depth++) {
                array = array.arrayType();
                types.add(array);
            }
        }
        int threads = 4;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                all.add(pool.submit(() -> {
                    together.await();
                    for (int i = first; i < types.size(); i += threads) {
                        Class<?> type = types.get(i);
                        assertThat(table.find(inherited, type)).isNull();
                        HealedMethod own = HealedMethod.of(type.getName(), Fallbacks.NONE, inherited, Object.class);
                        table.put(new MethodTable.Entry(inherited, type, own));
                        assertThat(table.find(inherited, type).healed()).isSameAs(own);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(types)
                .allSatisfy(
                        type -> assertThat(table.find(inherited, type).type()).isSameAs(type));
        assertThat(table.find(inherited, Bigger.class)).isNull();
    }

    @Test
    void a_method_called_before_heal_is_there_passes_and_is_guarded_from_then_on() throws NoSuchMethodException {
        HealedMethod method = methods.at(find(String.class), Stock.class);
        assertThat(method.guard(guards)).isNull();

        try (Heal heal = heal(breaker)) {
            guards.open(heal, Map.of());

            assertThat(method.guard(guards)).isSameAs(heal.guard("stock"));
            assertThat(methods.at(find(Integer.class), Stock.class).guard(guards))
                    .as("of a target that is not there")
                    .isNull();
        }
    }

    @Test
    void where_heal_is_assembled_again_the_new_guard_takes_the_old_ones_place() throws NoSuchMethodException {
        HealedMethod method = methods.at(find(String.class), Stock.class);
        try (Heal first = heal(breaker);
                Heal second = heal(disabled())) {
            guards.open(first, Map.of());
            assertThat(method.guard(guards)).isSameAs(first.guard("stock"));

            guards.open(second, Map.of());

            assertThat(method.guard(guards)).isSameAs(second.guard("stock"));
        }
    }

    /** Calls while the context is being made. */
    static class Eager {
        final String answer;

        Eager(Stock stock) {
            answer = stock.find("7");
        }
    }

    @Test
    void an_application_whose_beans_call_each_other_while_they_are_made_is_guarded_later() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Apps.with(YAML)
                .withBean(SimpleMeterRegistry.class, () -> meters)
                .withBean(Stock.class)
                .withBean(Eager.class)
                .run(app -> {
                    assertThat(app.getBean(Eager.class).answer).isEqualTo("found");
                    assertThat(succeeded(meters))
                            .as("calls before heal was there")
                            .isZero();

                    app.getBean(Stock.class).find("7");

                    assertThat(succeeded(meters)).isEqualTo(1);
                });
    }

    private static double succeeded(SimpleMeterRegistry meters) {
        return meters.get("heal.calls")
                .tag("target", "stock")
                .tag("outcome", "success")
                .functionCounter()
                .count();
    }

    @Test
    void a_call_that_ends_well_allocates_nothing_of_heals() throws Throwable {
        try (Heal heal = heal(breaker)) {
            guards.open(heal, Map.of());
            HealedInterceptor interceptor = new HealedInterceptor(methods, guards);
            Invocation invocation = new Invocation(new Stock(), find(String.class));
            int calls = 200_000;
            for (int i = 0; i < calls; i++) {
                interceptor.invoke(invocation);
            }
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) {
                interceptor.invoke(invocation);
            }
            double perCall = (threads.getCurrentThreadAllocatedBytes() - before) / (double) calls;

            assertThat(perCall).isLessThan(0.5);
            assertThat(invocation.proceeded).isEqualTo(2 * calls);
        }
    }

    /** One that allocates nothing itself, as Spring's does. */
    private static final class Invocation implements MethodInvocation {
        private final Object target;
        private final Method method;
        private final Object[] arguments = {"7"};
        private int proceeded;

        Invocation(Object target, Method method) {
            this.target = target;
            this.method = method;
        }

        @Override
        public Method getMethod() {
            return method;
        }

        @Override
        public Object[] getArguments() {
            return arguments;
        }

        /** Without a result, because Resilience4j's own breaker allocates for one. */
        @Override
        public Object proceed() {
            proceeded++;
            return null;
        }

        @Override
        public Object getThis() {
            return target;
        }

        @Override
        public AccessibleObject getStaticPart() {
            return method;
        }
    }
}
