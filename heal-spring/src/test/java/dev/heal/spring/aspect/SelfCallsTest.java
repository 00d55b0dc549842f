package dev.heal.spring.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.Healed;
import dev.heal.spring.autoconfigure.Apps;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.framework.AopContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@DisplayName("A call of a guarded method of the same object is told, and nothing else is")
@ExtendWith(OutputCaptureExtension.class)
class SelfCallsTest {

    private static final String FIND = "find(J)Ljava/lang/String;";

    private static List<String> callers(Class<?> type) {
        return SelfCalls.of(type, Set.of(FIND)).stream()
                .map(SelfCalls.SelfCall::callerText)
                .toList();
    }

    static class Shop {
        public String find(long id) {
            return "found";
        }

        String checkout() {
            return find(7);
        }

        private String helper(String other, int count) {
            return other + count + this.find(count);
        }

        Supplier<String> later() {
            return () -> find(7);
        }

        Stream<String> inner(List<Long> ids) {
            return ids.stream().flatMap(id -> Stream.of(id).map(one -> find(one)));
        }

        Function<Long, String> reference() {
            return this::find;
        }

        String another() {
            return find("7");
        }

        String find(String id) {
            return id;
        }
    }

    @Test
    void calls_on_this_in_methods_lambdas_and_references() {
        assertThat(callers(Shop.class))
                .containsExactlyInAnyOrder(
                        "checkout()", "helper(String, int)", "later()", "inner(List)", "reference()");
    }

    static class Eager {
        Eager() {
            find(7);
        }

        public String find(long id) {
            return "found";
        }
    }

    @Test
    void a_call_in_a_constructor() {
        assertThat(callers(Eager.class)).containsExactly("the constructor()");
    }

    abstract static class Base {
        String inherited() {
            return find(1);
        }

        String overridden() {
            return find(2);
        }

        public abstract String find(long id);
    }

    static class Derived extends Base {
        @Override
        String overridden() {
            return "not any more";
        }

        @Override
        public String find(long id) {
            return "found";
        }
    }

    interface Finding {
        String find(long id);

        default String byDefault() {
            return find(1);
        }
    }

    static class Found implements Finding {
        @Override
        public String find(long id) {
            return "found";
        }
    }

    @Test
    void calls_in_superclasses_and_default_methods_as_far_as_they_are_not_overridden() {
        assertThat(callers(Derived.class)).containsExactly("inherited()");
        assertThat(callers(Found.class)).containsExactly("byDefault()");
    }

    static class SelfInjected implements Finding {
        private SelfInjected self;
        private Finding asInterface;
        private ObjectProvider<SelfInjected> provider;
        private static SelfInjected shared;
        private SelfInjected[] many;

        @Override
        public String find(long id) {
            return "found";
        }

        @Override
        public String byDefault() {
            return "";
        }

        String byField() {
            return self.find(1);
        }

        String byInterface() {
            return asInterface.find(1);
        }

        String byProvider() {
            return provider.getObject().find(1);
        }

        String byParameter(SelfInjected other) {
            return other.find(1);
        }

        String byStatic() {
            return shared.find(1);
        }

        String byCall() {
            return me().find(1);
        }

        SelfInjected me() {
            return self;
        }

        String byContext() {
            return ((SelfInjected) AopContext.currentProxy()).find(1);
        }

        String byNew() {
            return new SelfInjected().find(1);
        }

        String bySubclass(Sub sub) {
            return sub.find(1);
        }

        String byArray() {
            return many[0].find(1);
        }

        Supplier<String> byLambda() {
            return () -> self.find(1);
        }

        Function<Long, String> byReference() {
            return self::find;
        }

        Function<SelfInjected, String> unbound() {
            return each -> each.find(1);
        }

        static String ofClass(SelfInjected other) {
            return other.find(1);
        }
    }

    static class Sibling extends Base {
        private Derived brother;

        String byBrother() {
            Base base = brother;
            return base.find(1);
        }

        @Override
        public String find(long id) {
            return "found";
        }

        @Override
        String inherited() {
            return "";
        }

        @Override
        String overridden() {
            return "";
        }
    }

    static class Sub extends SelfInjected {
        @Override
        public String find(long id) {
            return super.find(id);
        }
    }

    @Test
    void a_call_that_may_be_on_another_object_is_never_accused() {
        assertThat(callers(SelfInjected.class)).isEmpty();
        assertThat(callers(Sub.class)).isEmpty();
        assertThat(callers(Sibling.class)).isEmpty();
    }

    @Test
    void a_class_without_a_file_has_none() throws Exception {
        ClassLoader secret = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.equals(Shop.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                try (var file = Shop.class.getResourceAsStream("SelfCallsTest$Shop.class")) {
                    byte[] bytes = file.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException absent) {
                    throw new ClassNotFoundException(name);
                }
            }

            @Override
            public InputStream getResourceAsStream(String name) {
                return null;
            }
        };
        assertThat(callers(secret.loadClass(Shop.class.getName()))).isEmpty();
    }

    @Test
    void a_class_file_that_is_newer_than_the_reader_or_broken_has_none() throws Exception {
        ClassLoader newer = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.equals(Shop.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                try (var file = Shop.class.getResourceAsStream("SelfCallsTest$Shop.class")) {
                    byte[] bytes = file.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException absent) {
                    throw new ClassNotFoundException(name);
                }
            }

            @Override
            public InputStream getResourceAsStream(String name) {
                return new ByteArrayInputStream(
                        new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 9, 9, 0, 1});
            }
        };
        assertThat(callers(newer.loadClass(Shop.class.getName()))).isEmpty();
    }

    private static final String YAML = """
            heal:
              targets:
                inventory:
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
                payment:
                  detectors: { errors: { failure-rate: {} } }
                  steps: { reset: { do: { reset-breaker: {} } } }
            """;

    static class ShopService {
        public String checkout() {
            return find(7) + "paid";
        }

        @Healed(name = "inventory")
        public String find(long id) {
            return all();
        }

        @Healed(name = "inventory")
        public String all() {
            return "all";
        }

        @Healed(name = "payment")
        public String pay() {
            return all();
        }
    }

    @Test
    void the_start_tells_bean_methods_and_way_out_and_nothing_of_calls_within_one_target(CapturedOutput output) {
        Apps.with(YAML).withBean("shop", ShopService.class).run(app -> {
            assertThat(app).hasNotFailed();
            assertThat(output.getAll().lines().filter(line -> line.contains("of the same object")))
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line)
                            .endsWith("@Healed, bean shop: ShopService.checkout() calls find(long) of the same object,"
                                    + " which is not guarded by @Healed: move one of them to another bean, or call"
                                    + " heal.guard(\"inventory\")"))
                    .anySatisfy(line -> assertThat(line).contains("ShopService.pay() calls all() of the same object"));
        });
    }
}
