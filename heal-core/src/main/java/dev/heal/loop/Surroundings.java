package dev.heal.loop;

import dev.heal.gate.Gates;
import dev.heal.journal.Journal;
import dev.heal.observe.Observers;
import dev.heal.policy.Limits;
import dev.heal.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All that the loop does not make by itself: time, threads, a journal, randomness. So a simulation can be its world.
 *
 * @param clock where time comes from
 * @param tick how often detectors look
 * @param workers the threads that foreign code runs on
 * @param observers who is told
 * @param journal where it is written down
 * @param limits what holds for the whole application
 * @param gates what is asked before every step
 * @param stopSwitch where a human stops heal from outside; null for nowhere
 * @param instance a random number that no other instance has
 */
public record Surroundings(
        Clock clock,
        Duration tick,
        Workers workers,
        Observers observers,
        Journal journal,
        Limits limits,
        Gates gates,
        @Nullable StopSwitch stopSwitch,
        long instance) {}
