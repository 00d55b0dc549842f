package dev.heal.examples.regions.databases;

import dev.heal.examples.regions.Item;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes the tables of one database. */
final class Tables {

    /** The sleep stands for the join that a real shop does here; it keeps a connection busy for 20 ms. */
    private static final String FIND = "select id, name, stock, current_setting('cluster_name') as served_by"
            + " from item, pg_sleep(0.02) where id = ?";

    private final JdbcClient jdbc;

    Tables(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    Optional<Item> find(long id) {
        return jdbc.sql(FIND).param(id).query(Item.class).optional();
    }

    String order(long id) {
        return jdbc.sql("insert into orders (item) values (?) returning current_setting('cluster_name')")
                .param(id)
                .query(String.class)
                .single();
    }
}
