package dev.heal.examples.regions.databases;

import static dev.heal.detect.Detectors.failureRate;
import static dev.heal.detect.Detectors.inFlightAge;

import com.zaxxer.hikari.HikariDataSource;
import dev.heal.detect.JdbcProbe;
import dev.heal.policy.Mode;
import dev.heal.policy.Verification;
import dev.heal.region.RegionRouter;
import dev.heal.remediation.Failback;
import dev.heal.remediation.FailoverRegion;
import dev.heal.spring.HealCustomizer;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** A pool for each database, and heal to say which of them the calls go to. */
@Configuration(proxyBeanMethods = false)
@Profile("healed")
class TwoDatabases {

    @Bean
    @ConfigurationProperties("shop.databases.east")
    HikariDataSource east() {
        return new HikariDataSource();
    }

    @Bean
    @ConfigurationProperties("shop.databases.west")
    HikariDataSource west() {
        return new HikariDataSource();
    }

    @Bean
    RegionRouter<DataSource> inventoryRouter(@Qualifier("east") DataSource east, @Qualifier("west") DataSource west) {
        RegionRouter<DataSource> router = RegionRouter.<DataSource>named("inventory")
                .region("east", east)
                .standby("west", west)
                .probe(JdbcProbe::new)
                .probing(3, Duration.ofMillis(500), Duration.ofSeconds(1))
                .build();
        router.regions().forEach(region -> region.guard().breaker().onlyMeasure());
        return router;
    }

    @Bean
    HealCustomizer regions(RegionRouter<DataSource> router) {
        return heal -> heal.regions(router, (target, region) -> target.detect(
                        "errors", failureRate().above(0.5).over(Duration.ofSeconds(2)).minimumCalls(20))
                .detect("hung", inFlightAge().above(Duration.ofSeconds(2)).calls(5))
                .step(
                        "move",
                        FailoverRegion.of(region)
                                .failback(new Failback(Duration.ofSeconds(2), 0.25, Duration.ofSeconds(10))),
                        step -> step.sustained(Duration.ofSeconds(3))
                                .verify(Verification.detectors()
                                        .within(Duration.ofSeconds(10))
                                        .hold(Duration.ofSeconds(3))))
                .mode(Mode.ACT));
    }
}
