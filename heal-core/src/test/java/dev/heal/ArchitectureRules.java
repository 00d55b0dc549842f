package dev.heal;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.heal.observe.TracingObserver;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/** The rules of the house, apart from the classes they are held against, so that each can be seen to bite. */
final class ArchitectureRules {

    static final ArchRule ONLY_TIME_READS_THE_CLOCK = noClasses()
            .that()
            .resideOutsideOfPackage("dev.heal.time..")
            .should(access("read the system's clock", ArchitectureRules::readsTheClock))
            .because("time comes in through dev.heal.time.Clock, or a simulation cannot replay it");

    static final ArchRule NOBODY_SLEEPS = noClasses()
            .should(access("sleep", ArchitectureRules::sleeps))
            .because("a thread that sleeps cannot be driven by a ManualClock; wait for something with a time limit");

    static final ArchRule BREAKER_TYPES_ONLY_IN_GUARD =
            only("io.github.resilience4j.circuitbreaker..").in(resideInAnyPackage("dev.heal.guard.."));

    static final ArchRule OPENTELEMETRY_ONLY_IN_ITS_ADAPTER =
            only("io.opentelemetry..").in(belongsTo(TracingObserver.class));

    static final ArchRule MICROMETER_ONLY_WHERE_METERS_ARE_BOUND =
            only("io.micrometer..").in(resideInAnyPackage("dev.heal", "dev.heal.observe..", "dev.heal.resource.."));

    static final ArchRule POOLS_AND_DRIVERS_ONLY_IN_RESOURCE =
            only("com.zaxxer.hikari..", "org.postgresql..").in(resideInAnyPackage("dev.heal.resource.."));

    static final ArchRule REACTOR_ONLY_IN_ITS_OPERATOR =
            only("reactor..", "org.reactivestreams..").in(resideInAnyPackage("dev.heal.guard.reactor.."));

    static final ArchRule RETRY_TYPES_ONLY_IN_THEIR_ADAPTER =
            only("io.github.resilience4j.retry..").in(resideInAnyPackage("dev.heal.admission.resilience4j.."));

    static final ArchRule JSON_ONLY_IN_JOURNAL = only("tools.jackson..").in(resideInAnyPackage("dev.heal.journal.."));

    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .should(eachPackage(
                    "have a package-info.java with @NullMarked",
                    type -> type.getPackage().isAnnotatedWith(NullMarked.class)));

    /**
     * The waiting room: whoever has to wait for a place waits, and who decides about those that wait takes its lock. Whoever is
     * let in at once meets neither, which LoadShedderTest shows.
     */
    static final DescribedPredicate<JavaClass> WAITS_BY_DESIGN = DescribedPredicate.describe(
            "wait by design",
            type -> List.of("dev.heal.admission.Admission", "dev.heal.admission.Parked")
                    .contains(type.getName()));

    private static final List<String> LOGGERS =
            List.of("org.slf4j.", "java.util.logging.", "java.lang.System$Logger", "org.apache.", "ch.qos.logback.");

    private ArchitectureRules() {}

    /** Code on call threads: one package, or several. What is named in {@link #WAITS_BY_DESIGN} may lock, but not log. */
    static ArchRule hotCodeNeitherLogsNorLocks(String... packages) {
        ArchRule doesNotLog = noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "log", type -> LOGGERS.stream().anyMatch(type.getName()::startsWith)));
        ArchRule doesNotLock = noClasses()
                .that()
                .resideInAnyPackage(packages)
                .and(DescribedPredicate.not(WAITS_BY_DESIGN))
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("lock", ArchitectureRules::isLock));
        return CompositeArchRule.of(doesNotLog).and(doesNotLock).because("its callers are the application's threads");
    }

    /** So that no name stays exempt that does not need it. */
    static ArchRule whatWaitsByDesignLocks() {
        return classes()
                .that(WAITS_BY_DESIGN)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("lock", ArchitectureRules::isLock));
    }

    private static boolean isLock(JavaClass type) {
        return type.getPackageName().startsWith("java.util.concurrent.locks");
    }

    /**
     * All that a call thread runs through from here, in the hot packages, is free of {@code synchronized} methods; but for the
     * rare path of a driven breaker, which a call that fails or is slow takes.
     */
    static ArchRule theCallPathIsNotSynchronized(DescribedPredicate<? super JavaClass> doors, String... hotPackages) {
        return classes()
                .that(doors)
                .should(new CallPathWithout(JavaModifier.SYNCHRONIZED, simpleName("Tally"), hotPackages));
    }

    /** A package uses only itself and the stations before it. */
    static ArchRule packagesImportOnlyAlongTheFlow(Flow flow) {
        return classes().should(new ArchCondition<>("use only the stations before their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(use -> flow.owns(use.getTargetClass()))
                        .filter(use -> flow.position(use.getTargetClass()) > flow.position(type))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(
                                type,
                                flow.station(type) + " comes before " + flow.station(use.getTargetClass()) + ": "
                                        + use.getDescription())));
            }
        });
    }

    static ArchRule stationsAreFreeOfCycles(Flow flow) {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return flow.owns(type) ? SliceIdentifier.of(flow.station(type)) : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "stations";
                    }
                })
                .should()
                .beFreeOfCycles();
    }

    private static boolean readsTheClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String method = access.getTarget().getName();
        boolean toldTheTime = access.getTarget().getFullName().contains("java.time.Clock,")
                || access.getTarget().getFullName().contains("(java.time.Clock)");
        return switch (owner) {
            case "java.lang.System" -> method.equals("nanoTime") || method.equals("currentTimeMillis");
            case "java.util.Date" -> access.getTarget().getFullName().endsWith("<init>()");
            case "java.util.GregorianCalendar" -> method.equals("<init>");
            case "java.util.Calendar" -> method.equals("getInstance");
            case "java.time.Clock" -> method.startsWith("system") || (method.startsWith("tick") && !toldTheTime);
            case "java.time.InstantSource" -> method.equals("system");
            default -> owner.startsWith("java.time.") && method.equals("now") && !toldTheTime;
        };
    }

    private static boolean sleeps(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return access.getTarget().getName().equals("sleep")
                && (owner.equals("java.lang.Thread") || owner.equals("java.util.concurrent.TimeUnit"));
    }

    /** Calls, method references and constructors, also from within lambdas. */
    private static ArchCondition<JavaClass> access(String what, Predicate<JavaAccess<?>> which) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(which)
                        .forEach(access -> events.add(SimpleConditionEvent.satisfied(type, access.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> eachPackage(String what, Predicate<JavaClass> does) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!does.test(type)) {
                    events.add(SimpleConditionEvent.violated(
                            type, "package " + type.getPackageName() + " of " + type.getName() + " must " + what));
                }
            }
        };
    }

    private static DescribedPredicate<JavaClass> belongsTo(Class<?> outermost) {
        return DescribedPredicate.describe(
                "belong to " + outermost.getSimpleName(),
                type -> type.getName().equals(outermost.getName())
                        || type.getName().startsWith(outermost.getName() + "$"));
    }

    private static Only only(String... packages) {
        return new Only(packages);
    }

    private record Only(String... packages) {
        ArchRule in(DescribedPredicate<JavaClass> home) {
            return noClasses()
                    .that(DescribedPredicate.not(home))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(packages));
        }
    }
}
