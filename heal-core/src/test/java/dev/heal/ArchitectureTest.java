package dev.heal;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.heal.guard.Guard;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the production classes to the rules; {@link ArchitectureRulesBiteTest} shows that each of them bites. */
class ArchitectureTest {

    private static final String[] HOT = {"dev.heal.signal..", "dev.heal.guard.."};

    private static final JavaClasses HEAL = new ClassFileImporter()
            .importUrl(Heal.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void every_package_is_a_station_and_every_station_a_package() {
        Flow.OF_HEAL.mustMatch(HEAL);
    }

    @Test
    void packages_import_only_along_the_flow() {
        ArchitectureRules.packagesImportOnlyAlongTheFlow(Flow.OF_HEAL).check(HEAL);
    }

    @Test
    void sources_import_only_along_the_flow() throws IOException {
        assertThat(SourceImports.againstTheFlow(Flow.OF_HEAL, Path.of("src/main/java")))
                .isEmpty();
    }

    @Test
    void packages_are_free_of_cycles() {
        ArchitectureRules.stationsAreFreeOfCycles(Flow.OF_HEAL).check(HEAL);
    }

    @Test
    void only_time_reads_the_system_clock() {
        ArchitectureRules.ONLY_TIME_READS_THE_CLOCK.check(HEAL);
    }

    @Test
    void nobody_sleeps() {
        ArchitectureRules.NOBODY_SLEEPS.check(HEAL);
    }

    @Test
    void resilience4j_breakers_are_known_only_in_guard() {
        ArchitectureRules.BREAKER_TYPES_ONLY_IN_GUARD.check(HEAL);
    }

    @Test
    void opentelemetry_is_known_only_in_its_adapter() {
        ArchitectureRules.OPENTELEMETRY_ONLY_IN_ITS_ADAPTER.check(HEAL);
    }

    @Test
    void micrometer_is_known_only_where_meters_are_bound() {
        ArchitectureRules.MICROMETER_ONLY_WHERE_METERS_ARE_BOUND.check(HEAL);
    }

    @Test
    void pools_and_drivers_are_known_only_in_resource() {
        ArchitectureRules.POOLS_AND_DRIVERS_ONLY_IN_RESOURCE.check(HEAL);
    }

    @Test
    void every_package_is_null_marked() {
        ArchitectureRules.PACKAGES_ARE_NULL_MARKED.check(HEAL);
    }

    @Test
    void hot_code_neither_logs_nor_locks() {
        ArchitectureRules.hotCodeNeitherLogsNorLocks(HOT).check(HEAL);
    }

    @Test
    void a_guarded_call_passes_nothing_synchronized() {
        ArchitectureRules.theCallPathIsNotSynchronized(type(Guard.class), HOT).check(HEAL);
    }
}
