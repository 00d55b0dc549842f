package dev.heal.examples.regions.services;

import dev.heal.examples.regions.StockController;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The shop on inventory services. Its profiles: none, {@code well-configured}, {@code healed}. */
@SpringBootApplication(exclude = DataSourceAutoConfiguration.class)
@Import(StockController.class)
public class ServiceShop {}
