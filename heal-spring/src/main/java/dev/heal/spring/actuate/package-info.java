/** Looking and ordering from outside: actuator endpoints, the filter before them, and a health indicator. */
@NullMarked
package dev.heal.spring.actuate;

import org.jspecify.annotations.NullMarked;
