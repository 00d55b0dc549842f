package dev.heal.examples.demo.region;

import dev.heal.examples.regions.databases.DatabaseShop;
import dev.heal.examples.regions.services.ServiceShop;
import java.util.Map;

/**
 * Who plays: a kind of shop and what it is served by.
 *
 * @param scenario as the command line calls it
 * @param servers what is killed, in words
 * @param shop the application
 * @param configuration where on the class path its application.yml is
 * @param titles what the shop does in each column
 */
record Cast(String scenario, String servers, Class<?> shop, String configuration, Map<Column, String> titles) {

    static final Cast DATABASES = new Cast(
            "region",
            "two PostgreSQL servers, the second a streaming standby",
            DatabaseShop.class,
            "classpath:/databases/",
            Map.of(
                    Column.WITHOUT, "library defaults, one server",
                    Column.WELL_CONFIGURED, "pgjdbc preferPrimary, time limits",
                    Column.WITH, "heal, with the time limits of (b)"));

    static final Cast SERVICES = new Cast(
            "http-region",
            "two HTTP services",
            ServiceShop.class,
            "classpath:/services/",
            Map.of(
                    Column.WITHOUT, "library defaults, one service",
                    Column.WELL_CONFIGURED, "failover by hand, time limits",
                    Column.WITH, "heal, with the time limits of (b)"));

    String title(Column column) {
        return column.letter() + " " + titles.get(column);
    }
}
