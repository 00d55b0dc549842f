/** The control plane: pure transitions, and the few threads that carry their effects out. */
@NullMarked
package dev.heal.loop;

import org.jspecify.annotations.NullMarked;
