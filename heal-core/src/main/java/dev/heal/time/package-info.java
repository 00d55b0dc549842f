/** Where time comes in: the only package that reads the system's clock. */
@NullMarked
package dev.heal.time;

import org.jspecify.annotations.NullMarked;
