/**
 * Plays one fault three times against the shop and says, in figures, what became of it.
 *
 * <p>Data flows {@code Play -> Stage -> Performance -> Measured -> Verdict -> Report, DemoJson}: a stage is
 * real (database, proxy, shop), a performance drives it, and all behind it are pure functions of the timeline.
 */
@NullMarked
package dev.heal.examples.demo.pool;

import org.jspecify.annotations.NullMarked;
