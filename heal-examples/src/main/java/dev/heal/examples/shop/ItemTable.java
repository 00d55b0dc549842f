package dev.heal.examples.shop;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads items from the database. */
@Repository
class ItemTable {

    /** The sleep stands for the join that a real shop does here; it keeps a connection busy for 30 ms. */
    private static final String FIND = "select id, name, stock from item, pg_sleep(0.03) where id = ?";

    private final JdbcClient jdbc;

    ItemTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Item> find(long id) {
        return jdbc.sql(FIND).param(id).query(Item.class).optional();
    }
}
