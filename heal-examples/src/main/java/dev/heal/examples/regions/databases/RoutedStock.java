package dev.heal.examples.regions.databases;

import dev.heal.examples.regions.Item;
import dev.heal.examples.regions.Stock;
import dev.heal.region.RegionRouter;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;

/** The stock of whichever database heal sends the calls to. */
@Service
@Profile("healed")
class RoutedStock implements Stock {

    private final RegionRouter<DataSource> router;

    RoutedStock(RegionRouter<DataSource> router) {
        this.router = router;
        // Heal takes the traffic away from a region that stays sick; a breaker that stays open for a minute after a
        // blip of
        // a second would only add to the loss.
        router.regions().forEach(region -> region.guard().breaker().onlyMeasure());
    }

    @Override
    public Optional<Item> find(long id) {
        return router.call(database -> new Tables(database).find(id));
    }

    @Override
    public void order(long id) {
        router.write(database -> {
            new Tables(database).order(id);
            return id;
        });
    }
}
