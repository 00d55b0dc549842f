package dev.heal.gate;

import java.time.Duration;
import java.util.Set;

/**
 * What is seen of the target at the moment of the question.
 *
 * @param unhealthyFor how long the detector that the step answers to has been unhealthy; the longest of several
 * @param unknown the detectors that have no fresh verdict, or one that says "unknown"
 * @param openFor how long the incident has been open
 * @param roots the targets it depends on that are sick and still being repaired
 */
public record Signs(Duration unhealthyFor, Set<String> unknown, Duration openFor, Set<String> roots) {}
