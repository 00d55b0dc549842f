/** Guards what Reactor publishes; apart, because Reactor need not be there. Hot, as the guard itself is. */
@NullMarked
package dev.heal.guard.reactor;

import org.jspecify.annotations.NullMarked;
