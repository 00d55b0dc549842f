package dev.heal.examples.demo.pool;

import java.time.Duration;

/**
 * What heal itself wrote about the fault.
 *
 * @param timeToDetect from the fault to the opening of the incident
 * @param resolution heal's own word for how it ended, for example {@code HEALED}
 * @param notebook the incident told in Markdown
 */
record HealIncident(Duration timeToDetect, String resolution, String notebook) {}
