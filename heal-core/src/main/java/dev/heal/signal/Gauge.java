package dev.heal.signal;

import java.util.function.DoubleSupplier;

/**
 * A named number that is read once a look, on a sampler thread and within a time limit.
 *
 * @param name how detectors and notebooks name it, such as {@code inventoryDataSource.pending}
 * @param reading cheap and free of side effects; NaN, an infinity or an exception mean "unknown"
 */
public record Gauge(String name, DoubleSupplier reading) {}
