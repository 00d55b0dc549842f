/** Values are checked once, and a failure names the place, the value, what is wrong and what to write instead. */
@NullMarked
package dev.heal.check;

import org.jspecify.annotations.NullMarked;
