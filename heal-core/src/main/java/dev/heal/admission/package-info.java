/**
 * How much the application takes on, and how much it may send: a load shedder, a cap on the calls under way, a budget for
 * retries.
 *
 * <p>HOT: asked on call threads. What is let in at once meets no lock, log, allocation or callback; only who has to wait, and
 * who decides about those that wait, takes the waiting room's lock.
 */
@NullMarked
package dev.heal.admission;

import org.jspecify.annotations.NullMarked;
