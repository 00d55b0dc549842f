/** One file a safety rule: may this step start now? */
@NullMarked
package dev.heal.gate;

import org.jspecify.annotations.NullMarked;
