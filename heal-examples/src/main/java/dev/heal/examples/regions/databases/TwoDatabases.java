package dev.heal.examples.regions.databases;

import com.zaxxer.hikari.HikariDataSource;
import dev.heal.Heal;
import dev.heal.detect.JdbcProbe;
import dev.heal.examples.regions.Healing;
import dev.heal.region.RegionRouter;
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
        return RegionRouter.<DataSource>named("inventory")
                .region("east", east)
                .standby("west", west)
                .probe(JdbcProbe::new)
                .build();
    }

    @Bean(destroyMethod = "close")
    Heal heal(RegionRouter<DataSource> router) {
        return Healing.of(router);
    }
}
