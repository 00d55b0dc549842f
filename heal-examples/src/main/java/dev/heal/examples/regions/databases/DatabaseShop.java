package dev.heal.examples.regions.databases;

import dev.heal.examples.regions.StockController;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The shop on databases. Its profiles: none, {@code well-configured}, {@code healed}. */
@SpringBootApplication
@Import(StockController.class)
public class DatabaseShop {}
