package dev.heal.examples.regions.databases;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** A pool for each database; application-healed.yml makes them the regions of one router. */
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
}
