package dev.heal.benchmarks;

/** A figure and the least and the most that it may be, by its confidence interval. */
interface Measured {

    double value();

    double low();

    double high();
}
