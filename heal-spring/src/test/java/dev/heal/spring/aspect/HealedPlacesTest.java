package dev.heal.spring.aspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heal.spring.HealStartException;
import dev.heal.spring.Healed;
import dev.heal.spring.autoconfigure.Apps;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.annotation.AliasFor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

@DisplayName("Where @Healed may stand")
@ExtendWith(OutputCaptureExtension.class)
class HealedPlacesTest {

    private static final String YAML = """
            heal:
              targets:
                stock:
                  circuit-breaker: stock
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
            """;

    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();

    private ApplicationContextRunner app(Class<?>... configurations) {
        breakers.circuitBreaker("stock");
        return Apps.with(YAML, configurations).withBean(CircuitBreakerRegistry.class, () -> breakers);
    }

    private int calls() {
        return breakers.circuitBreaker("stock").getMetrics().getNumberOfBufferedCalls();
    }

    interface ByMethod {
        @Healed(name = "stock", fallbackMethod = "cached")
        String find(long id);

        String other();

        default String cached(long id, Throwable failure) {
            return "cached " + id;
        }
    }

    static class ByMethodImpl implements ByMethod {
        @Override
        public String find(long id) {
            if (id < 0) {
                throw new IllegalArgumentException();
            }
            return "found " + id;
        }

        @Override
        public String other() {
            return "other";
        }

        public String own() {
            return "own";
        }
    }

    @Test
    void on_a_method_of_an_interface() {
        app().withBean(ByMethodImpl.class).run(app -> {
            ByMethod stock = app.getBean(ByMethod.class);
            assertThat(AopUtils.isCglibProxy(stock)).isTrue();
            assertThat(stock.find(7)).isEqualTo("found 7");
            assertThat(stock.find(-1)).isEqualTo("cached -1");
            assertThat(stock.other()).isEqualTo("other");
            assertThat(calls()).isEqualTo(2);
        });
    }

    @Test
    void on_a_method_of_an_interface_where_proxies_are_of_interfaces(CapturedOutput output) {
        app().withPropertyValues("spring.aop.proxy-target-class=false")
                .withBean("stock", ByMethodImpl.class)
                .run(app -> {
                    ByMethod stock = app.getBean(ByMethod.class);
                    assertThat(AopUtils.isJdkDynamicProxy(stock)).isTrue();
                    assertThat(stock.find(7)).isEqualTo("found 7");
                    assertThat(stock.find(-1)).isEqualTo("cached -1");
                    assertThat(calls()).isEqualTo(2);
                    assertThat(output).doesNotContain("not guarded");
                });
    }

    static class OwnMethod implements Runnable {
        @Override
        public void run() {}

        @Healed(name = "stock")
        public String own() {
            return "own";
        }
    }

    @Test
    void a_method_that_no_interface_has_is_told_where_proxies_are_of_interfaces(CapturedOutput output) {
        app().withPropertyValues("spring.aop.proxy-target-class=false")
                .withBean("stock", OwnMethod.class)
                .run(app -> assertThat(output)
                        .contains(
                                "@Healed, bean stock: OwnMethod.own() is not guarded, because no interface of the bean"
                                        + " has it, and its proxy has nothing else: put it into the interface, or let"
                                        + " spring.aop.proxy-target-class be true"));
    }

    @Healed(name = "stock")
    interface ByType {
        String find();
    }

    static class ByTypeImpl implements ByType {
        @Override
        public String find() {
            return "found";
        }

        public String ofTheClassAlone() {
            return "own";
        }
    }

    @Test
    void on_an_interface_it_is_for_the_methods_of_the_interface() {
        app().withBean(ByTypeImpl.class).run(app -> {
            assertThat(app.getBean(ByTypeImpl.class).find()).isEqualTo("found");
            assertThat(calls()).isEqualTo(1);
            assertThat(app.getBean(ByTypeImpl.class).ofTheClassAlone()).isEqualTo("own");
            assertThat(calls()).isEqualTo(1);
        });
    }

    @Healed(name = "stock")
    abstract static class Base {
        public String inherited() {
            return "inherited";
        }
    }

    static class Derived extends Base {
        public String own() {
            return "own";
        }
    }

    @Test
    void on_a_superclass_it_is_for_all_methods_of_the_class() {
        app().withBean(Derived.class).run(app -> {
            app.getBean(Derived.class).inherited();
            app.getBean(Derived.class).own();
            assertThat(calls()).isEqualTo(2);
        });
    }

    interface Repository<T> {
        @Healed(name = "stock")
        String save(T thing);

        @Healed(name = "stock")
        default String saveAll(T thing) {
            return "all " + thing;
        }
    }

    @Healed(name = "stock")
    interface WholeRepository<T> {
        String drop(T thing);
    }

    static class Numbers implements Repository<Long>, WholeRepository<Long> {
        @Override
        public String save(Long thing) {
            return "saved " + thing;
        }

        @Override
        public String drop(Long thing) {
            return "dropped " + thing;
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void on_generic_interfaces_and_their_default_methods_each_call_is_counted_once() {
        app().withBean(Numbers.class).run(app -> {
            assertThat(app.getBean(Numbers.class).save(7L)).isEqualTo("saved 7");
            assertThat(((Repository<Long>) app.getBean(Repository.class)).save(8L))
                    .isEqualTo("saved 8");
            assertThat(((WholeRepository<Long>) app.getBean(WholeRepository.class)).drop(8L))
                    .isEqualTo("dropped 8");
            assertThat(app.getBean(Numbers.class).drop(9L)).isEqualTo("dropped 9");
            assertThat(calls()).isEqualTo(4);
            assertThat(app.getBean(Numbers.class).saveAll(9L)).isEqualTo("all 9");
            assertThat(calls()).isEqualTo(5);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class MadeByOthers {
        @Bean
        ByMethod byHand() {
            return (ByMethod) Proxy.newProxyInstance(
                    ByMethod.class.getClassLoader(),
                    new Class<?>[] {ByMethod.class},
                    (proxy, method, arguments) -> method.isDefault()
                            ? InvocationHandler.invokeDefault(proxy, method, arguments)
                            : answer(arguments));
        }

        private static String answer(Object[] arguments) {
            if ((long) arguments[0] < 0) {
                throw new IllegalArgumentException();
            }
            return "by hand " + arguments[0];
        }
    }

    @Test
    void on_an_interface_whose_object_somebody_else_has_made(CapturedOutput output) {
        app(MadeByOthers.class).run(app -> {
            ByMethod stock = app.getBean(ByMethod.class);
            assertThat(stock.find(7)).isEqualTo("by hand 7");
            assertThat(stock.find(-1)).isEqualTo("cached -1");
            assertThat(calls()).isEqualTo(2);
            assertThat(output).doesNotContain("not guarded", "is final");
        });
    }

    /** Public, because Spring calls its default methods from a package of its own. */
    public interface Prices {
        @GetExchange("/price")
        @Healed(name = "stock", fallbackMethod = "usual")
        String price();

        default String usual(Throwable failure) {
            return "usual";
        }
    }

    public interface Mistyped {
        @GetExchange("/price")
        @Healed(name = "stock", fallbackMethod = "usal")
        String price();

        default String usual(Throwable failure) {
            return "usual";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class HttpClients {
        @Bean
        Prices prices() {
            return client(Prices.class);
        }

        static <T> T client(Class<T> type) {
            RestClient nowhere =
                    RestClient.builder().baseUrl("http://127.0.0.1:1").build();
            return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(nowhere))
                    .build()
                    .createClient(type);
        }
    }

    @Test
    void on_an_http_interface_client_of_spring(CapturedOutput output) {
        app(HttpClients.class).run(app -> {
            assertThat(app.getBean(Prices.class).price()).isEqualTo("usual");
            assertThat(breakers.circuitBreaker("stock").getMetrics().getNumberOfFailedCalls())
                    .isEqualTo(1);
            assertThat(output).doesNotContain("not guarded", "is final");
        });
    }

    @Test
    void a_fallback_that_an_http_interface_client_lacks_ends_the_start() {
        app().withBean("prices", Mistyped.class, () -> HttpClients.client(Mistyped.class))
                .run(app -> assertThat(app)
                        .getFailure()
                        .isInstanceOf(HealStartException.class)
                        .message()
                        .contains("bean prices: Mistyped.price(): there is no usal(Throwable) in Mistyped that returns"
                                + " String; did you mean usual? (known: usual)"));
    }

    @FunctionalInterface
    interface Finder {
        @Healed(name = "stock")
        String find();
    }

    @Test
    void on_the_interface_of_a_lambda() {
        app().withBean(Finder.class, () -> () -> "found").run(app -> {
            assertThat(app.getBean(Finder.class).find()).isEqualTo("found");
            assertThat(calls()).isEqualTo(1);
        });
    }

    static class Stock {
        @Healed(name = "stock", fallbackMethod = "cached")
        public String find() {
            return "found";
        }

        private String cached(Throwable failure) {
            return "cached";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Scopes {
        @Bean
        static CustomScopeConfigurer threads() {
            var scopes = new CustomScopeConfigurer();
            scopes.addScope("thread", new SimpleThreadScope());
            return scopes;
        }

        @Bean
        @Scope(value = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Stock scoped() {
            return new Stock();
        }

        @Bean
        @Lazy
        Stock lazy() {
            return new Stock();
        }

        @Bean
        @Scope("prototype")
        Stock prototype() {
            return new Stock();
        }
    }

    @Test
    void on_beans_of_a_scope_lazy_ones_and_prototypes(CapturedOutput output) {
        app(Scopes.class).run(app -> {
            for (String name : new String[] {"scoped", "lazy", "prototype", "prototype"}) {
                assertThat(app.getBean(name, Stock.class).find()).isEqualTo("found");
            }
            assertThat(calls()).isEqualTo(4);
            assertThat(output).doesNotContain("not guarded");
        });
    }

    interface Plain {
        String find();
    }

    static class LateStock implements Plain {
        @Override
        @Healed(name = "stock", fallbackMethod = "nobody")
        public String find() {
            throw new IllegalStateException("mine");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Late {
        @Bean
        @Lazy
        Plain late() {
            return new LateStock();
        }
    }

    @Test
    void a_fallback_that_a_late_bean_lacks_is_told_once_and_the_guard_holds(CapturedOutput output) {
        app(Late.class).run(app -> {
            Plain late = app.getBean(Plain.class);
            for (int i = 0; i < 3; i++) {
                assertThat(catchThrowable(late::find)).hasMessage("mine");
            }
            assertThat(calls()).isEqualTo(3);
            assertThat(output)
                    .containsOnlyOnce(
                            "@Healed, LateStock.find(): there is no nobody(Throwable) in LateStock that returns"
                                    + " String; write one; calls are guarded without it");
        });
    }

    static class StockFactory implements FactoryBean<Stock> {
        @Override
        public Stock getObject() {
            return new Stock();
        }

        @Override
        public Class<?> getObjectType() {
            return Stock.class;
        }
    }

    @Test
    void on_what_a_factory_bean_makes(CapturedOutput output) {
        app().withBean("stock", StockFactory.class).run(app -> {
            assertThat(app.getBean(Stock.class).find()).isEqualTo("found");
            assertThat(calls()).isEqualTo(1);
            assertThat(output).doesNotContain("not guarded");
        });
    }

    @Healed(name = "")
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface HealedStock {
        @AliasFor(annotation = Healed.class, attribute = "name")
        String value() default "stock";

        @AliasFor(annotation = Healed.class)
        String fallbackMethod() default "";
    }

    static class TeamStock {
        @HealedStock(fallbackMethod = "cached")
        public String find() {
            throw new IllegalStateException();
        }

        String cached(Throwable failure) {
            return "cached";
        }
    }

    @HealedStock
    static class WholeTeamStock {
        public String find() {
            return "found";
        }
    }

    @Test
    void as_an_annotation_of_the_teams_own() {
        app().withBean(TeamStock.class).withBean(WholeTeamStock.class).run(app -> {
            assertThat(app.getBean(TeamStock.class).find()).isEqualTo("cached");
            assertThat(app.getBean(WholeTeamStock.class).find()).isEqualTo("found");
            assertThat(calls()).isEqualTo(2);
        });
    }

    @Configuration
    static class OnBeanMethod {
        @Bean
        @Healed(name = "stock")
        String made() {
            return "made";
        }
    }

    record Fixed(String value) {
        @Healed(name = "stock")
        public String find() {
            return value;
        }
    }

    static class Early implements BeanPostProcessor, PriorityOrdered {
        @Override
        public int getOrder() {
            return 0;
        }

        @Healed(name = "stock")
        public String find() {
            return "found";
        }
    }

    @Test
    void where_it_cannot_work_bean_and_method_are_told(CapturedOutput output) {
        app(OnBeanMethod.class)
                .withBean("fixed", Fixed.class, "value")
                .withBean("early", Early.class)
                .run(app -> {
                    assertThat(app).hasNotFailed();
                    assertThat(output)
                            .contains(
                                    "OnBeanMethod.made() is not guarded, because it makes a bean: annotate the methods of"
                                            + " that bean")
                            .contains(
                                    "bean fixed: Fixed.find() is not guarded, because its class is final: take the word"
                                            + " away")
                            .contains(
                                    "bean early: calls of Early are not guarded, because it was made before Spring could"
                                            + " put a proxy around it");
                });
    }
}
