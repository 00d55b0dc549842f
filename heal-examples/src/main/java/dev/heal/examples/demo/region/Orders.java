package dev.heal.examples.demo.region;

/**
 * What became of the orders, from the kill on.
 *
 * @param taken accepted
 * @param refused not taken, for a reason that was given: only a place that must not be written to served
 * @param lost neither
 * @param takenByStandby how many of those taken the standby took: they would be missing at home
 * @param reason the first reason that was given; empty if none was
 */
record Orders(int taken, int refused, int lost, int takenByStandby, String reason) {}
