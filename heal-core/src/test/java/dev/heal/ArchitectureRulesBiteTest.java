package dev.heal;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.heal.archfixture.KnowsTooMuch;
import dev.heal.archfixture.ReadsTheClock;
import dev.heal.archfixture.Sleeps;
import dev.heal.archfixture.hot.Hot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that nobody has seen fail holds nothing: each is held against classes that break it. */
class ArchitectureRulesBiteTest {

    private static final String FIXTURE = "dev.heal.archfixture";

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void everyWayToReadTheClockIsCaught(Class<?> culprit) {
        assertCaught(ArchitectureRules.ONLY_TIME_READS_THE_CLOCK, culprit);
    }

    static Stream<Class<?>> everyWayToReadTheClockIsCaught() {
        return nested(ReadsTheClock.class).filter(type -> type != ReadsTheClock.IsToldTheTime.class);
    }

    @Test
    void beingToldTheTimeIsNoOffence() {
        assertThatCode(() ->
                        ArchitectureRules.ONLY_TIME_READS_THE_CLOCK.check(classes(ReadsTheClock.IsToldTheTime.class)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void everyWayToSleepIsCaught(Class<?> culprit) {
        assertCaught(ArchitectureRules.NOBODY_SLEEPS, culprit);
    }

    static Stream<Class<?>> everyWayToSleepIsCaught() {
        return nested(Sleeps.class).filter(type -> !type.isInterface());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aTypeAwayFromItsHomeIsCaught(String culprit, ArchRule rule) {
        Class<?> type = nested(KnowsTooMuch.class)
                .filter(each -> each.getSimpleName().equals(culprit))
                .findFirst()
                .orElseThrow();

        assertCaught(rule, type);
    }

    static Stream<Arguments> aTypeAwayFromItsHomeIsCaught() {
        return Stream.of(
                Arguments.of("Breaker", ArchitectureRules.BREAKER_TYPES_ONLY_IN_GUARD),
                Arguments.of("BreakerFailure", ArchitectureRules.BREAKER_TYPES_ONLY_IN_GUARD),
                Arguments.of("Reactor", ArchitectureRules.REACTOR_ONLY_IN_ITS_OPERATOR),
                Arguments.of("Streams", ArchitectureRules.REACTOR_ONLY_IN_ITS_OPERATOR),
                Arguments.of("Telemetry", ArchitectureRules.OPENTELEMETRY_ONLY_IN_ITS_ADAPTER),
                Arguments.of("Meters", ArchitectureRules.MICROMETER_ONLY_WHERE_METERS_ARE_BOUND),
                Arguments.of("Pool", ArchitectureRules.POOLS_AND_DRIVERS_ONLY_IN_RESOURCE),
                Arguments.of("Json", ArchitectureRules.JSON_ONLY_IN_JOURNAL),
                Arguments.of("Driver", ArchitectureRules.POOLS_AND_DRIVERS_ONLY_IN_RESOURCE));
    }

    @Test
    void aPackageThatUsesALaterStationIsCaught() {
        Flow flow = new Flow(FIXTURE + ".flow", List.of("first", "second", "third"));

        assertThatThrownBy(() ->
                        ArchitectureRules.packagesImportOnlyAlongTheFlow(flow).check(packages("flow")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("first comes before second")
                .hasMessageContaining("Early")
                .hasMessageNotContaining("Innocent");
    }

    @Test
    void anImportThatTheByteCodeHidesIsCaught() throws IOException {
        Flow flow = new Flow(FIXTURE + ".flow", List.of("first", "second", "third"));

        assertThat(SourceImports.againstTheFlow(flow, Path.of("src/test/java")))
                .containsExactly(
                        "first/Constant.java imports dev.heal.archfixture.flow.second.Late",
                        "first/Early.java imports dev.heal.archfixture.flow.second.Late");
    }

    @Test
    void aPackageThatUsesTheFrontDoorIsCaught() throws IOException {
        Flow flow = new Flow(FIXTURE + ".front", List.of("room"));

        assertThatThrownBy(() ->
                        ArchitectureRules.packagesImportOnlyAlongTheFlow(flow).check(packages("front")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("room comes before dev.heal.archfixture.front");
        assertThat(SourceImports.againstTheFlow(flow, Path.of("src/test/java")))
                .containsExactly("room/Room.java imports dev.heal.archfixture.front.Door");
    }

    @Test
    void aPackageWithoutAStationIsCaught() {
        Flow flow = new Flow(FIXTURE + ".flow", List.of("first", "second"));

        assertThatThrownBy(() -> flow.mustMatch(packages("flow")))
                .isInstanceOf(AssertionError.class)
                .hasMessage("package dev.heal.archfixture.flow.third is no station of dev.heal.Flow:"
                        + " add it at its station, after all that it uses and before all that use it");
    }

    @Test
    void aStationWithoutAClassIsCaught() {
        Flow flow = new Flow(FIXTURE + ".flow", List.of("first", "second", "third", "fourth"));

        assertThatThrownBy(() -> flow.mustMatch(packages("flow")))
                .isInstanceOf(AssertionError.class)
                .hasMessage("station dev.heal.archfixture.flow.fourth of dev.heal.Flow has no class:"
                        + " a rule over an empty package holds nothing, so take it out or fill it");
    }

    @Test
    void aRuleOverNoClassAtAllIsCaught() {
        JavaClasses none = new ClassFileImporter().importPackages(FIXTURE + ".nowhere");

        assertThatThrownBy(() -> ArchitectureRules.hotCodeNeitherLogsNorLocks(FIXTURE + ".nowhere..")
                        .check(none))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed to check any classes");
        assertThatThrownBy(() -> ArchitectureRules.NOBODY_SLEEPS.check(none))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed to check any classes");
    }

    @Test
    void aRingOfPackagesIsCaught() {
        Flow flow = new Flow(FIXTURE + ".ring", List.of("left", "right"));

        assertThatThrownBy(() -> ArchitectureRules.stationsAreFreeOfCycles(flow).check(packages("ring")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected: Slice left");
    }

    @Test
    void aPackageWithoutNullMarkedIsCaught() {
        assertThatThrownBy(() -> ArchitectureRules.PACKAGES_ARE_NULL_MARKED.check(packages("unmarked")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("package dev.heal.archfixture.unmarked of dev.heal.archfixture.unmarked.Unmarked"
                        + " must have a package-info.java with @NullMarked");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void hotCodeThatLogsOrLocksIsCaught(String culprit) {
        Class<?> type = nested(Hot.class)
                .filter(each -> each.getSimpleName().equals(culprit))
                .findFirst()
                .orElseThrow();

        assertCaught(ArchitectureRules.hotCodeNeitherLogsNorLocks(FIXTURE + ".hot.."), type);
    }

    static Stream<String> hotCodeThatLogsOrLocksIsCaught() {
        return Stream.of("Logs", "LogsThroughTheJdk", "Locks");
    }

    @Test
    void aSynchronizedMethodFarDownTheCallPathIsCaught() {
        ArchRule rule = ArchitectureRules.theCallPathIsNotSynchronized(simpleName("Door"), FIXTURE + ".hot..");

        assertThatThrownBy(() -> rule.check(packages("hot")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Hot$Door reaches " + FIXTURE + ".hot.Hot$SynchronizedWindow.count()");
    }

    private static void assertCaught(ArchRule rule, Class<?> culprit) {
        assertThatThrownBy(() -> rule.check(classes(culprit)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Architecture Violation")
                .hasMessageContaining(culprit.getName());
    }

    private static Stream<Class<?>> nested(Class<?> outer) {
        return Arrays.stream(outer.getDeclaredClasses());
    }

    private static JavaClasses classes(Class<?>... types) {
        return new ClassFileImporter().importClasses(types);
    }

    private static JavaClasses packages(String name) {
        return new ClassFileImporter().importPackages(FIXTURE + "." + name);
    }
}
