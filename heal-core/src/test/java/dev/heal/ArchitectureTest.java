package dev.heal;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.heal.admission.LoadShedder;
import dev.heal.guard.DrivenBreaker;
import dev.heal.guard.Guard;
import dev.heal.guard.RecordedBreaker;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the production classes to the rules; {@link ArchitectureRulesBiteTest} shows that each of them bites. */
class ArchitectureTest {

    private static final String[] HOT = {"dev.heal.signal..", "dev.heal.admission..", "dev.heal.guard.."};

    private static final JavaClasses HEAL = new ClassFileImporter()
            .importUrl(Heal.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void everyPackageIsAStationAndEveryStationAPackage() {
        Flow.OF_HEAL.mustMatch(HEAL);
    }

    @Test
    void packagesImportOnlyAlongTheFlow() {
        ArchitectureRules.packagesImportOnlyAlongTheFlow(Flow.OF_HEAL).check(HEAL);
    }

    @Test
    void sourcesImportOnlyAlongTheFlow() throws IOException {
        assertThat(SourceImports.againstTheFlow(Flow.OF_HEAL, Path.of("src/main/java")))
                .isEmpty();
    }

    @Test
    void packagesAreFreeOfCycles() {
        ArchitectureRules.stationsAreFreeOfCycles(Flow.OF_HEAL).check(HEAL);
    }

    @Test
    void onlyTimeReadsTheSystemClock() {
        ArchitectureRules.ONLY_TIME_READS_THE_CLOCK.check(HEAL);
    }

    @Test
    void nobodySleeps() {
        ArchitectureRules.NOBODY_SLEEPS.check(HEAL);
    }

    @Test
    void resilience4jBreakersAreKnownOnlyInGuard() {
        ArchitectureRules.BREAKER_TYPES_ONLY_IN_GUARD.check(HEAL);
    }

    @Test
    void opentelemetryIsKnownOnlyInItsAdapter() {
        ArchitectureRules.OPENTELEMETRY_ONLY_IN_ITS_ADAPTER.check(HEAL);
    }

    @Test
    void micrometerIsKnownOnlyWhereMetersAreBound() {
        ArchitectureRules.MICROMETER_ONLY_WHERE_METERS_ARE_BOUND.check(HEAL);
    }

    @Test
    void poolsAndDriversAreKnownOnlyInResource() {
        ArchitectureRules.POOLS_AND_DRIVERS_ONLY_IN_RESOURCE.check(HEAL);
    }

    @Test
    void reactorIsKnownOnlyInItsOperator() {
        ArchitectureRules.REACTOR_ONLY_IN_ITS_OPERATOR.check(HEAL);
    }

    @Test
    void resilience4jRetriesAreKnownOnlyInTheirAdapter() {
        ArchitectureRules.RETRY_TYPES_ONLY_IN_THEIR_ADAPTER.check(HEAL);
    }

    @Test
    void theJsonLibraryIsKnownOnlyInJournal() {
        ArchitectureRules.JSON_ONLY_IN_JOURNAL.check(HEAL);
    }

    @Test
    void everyPackageIsNullMarked() {
        ArchitectureRules.PACKAGES_ARE_NULL_MARKED.check(HEAL);
    }

    @Test
    void hotCodeNeitherLogsNorLocks() {
        ArchitectureRules.hotCodeNeitherLogsNorLocks(HOT).check(HEAL);
    }

    @Test
    void onlyWhatWaitsByDesignIsLetOff() {
        ArchitectureRules.whatWaitsByDesignLocks().check(HEAL);
    }

    @Test
    void aCallThatAShedderLetsInPassesNothingSynchronized() {
        ArchitectureRules.theCallPathIsNotSynchronized(type(LoadShedder.class), HOT)
                .check(HEAL);
    }

    @Test
    void aGuardedCallPassesNothingSynchronized() {
        ArchitectureRules.theCallPathIsNotSynchronized(type(Guard.class), HOT).check(HEAL);
    }

    @Test
    void aRecordedCallPassesNothingSynchronized() {
        ArchitectureRules.theCallPathIsNotSynchronized(type(RecordedBreaker.class), HOT)
                .check(HEAL);
    }

    @Test
    void aCallThroughADrivenBreakerPassesNothingSynchronized() {
        ArchitectureRules.theCallPathIsNotSynchronized(type(DrivenBreaker.class), HOT)
                .check(HEAL);
    }
}
