/** Real faults for real connections: each one expires by itself, and one switch stops them all. */
@NullMarked
package dev.heal.test.fault;

import org.jspecify.annotations.NullMarked;
