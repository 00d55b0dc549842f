/**
 * How much the application may send, beside what it is asked to.
 *
 * <p>HOT: asked on call threads. Nothing here takes a lock, logs, allocates or calls back.
 */
@NullMarked
package dev.heal.admission;

import org.jspecify.annotations.NullMarked;
