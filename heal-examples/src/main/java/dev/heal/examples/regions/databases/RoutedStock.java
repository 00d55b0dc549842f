package dev.heal.examples.regions.databases;

import dev.heal.examples.regions.Item;
import dev.heal.examples.regions.Stock;
import dev.heal.region.RegionRouter;
import dev.heal.region.RoutingDataSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;

/** The tables of whichever database heal sends the calls to: application-healed.yml names them. */
@Service
@Profile("healed")
class RoutedStock implements Stock {

    private final Tables tables;

    RoutedStock(RegionRouter<DataSource> router) {
        this.tables = new Tables(RoutingDataSource.of(router));
    }

    @Override
    public Optional<Item> find(long id) {
        return tables.find(id);
    }

    @Override
    public String order(long id) {
        return tables.order(id);
    }
}
