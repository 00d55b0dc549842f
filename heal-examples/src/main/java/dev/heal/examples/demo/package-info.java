/** The command line of the demo: picks a scenario and has it played. */
@NullMarked
package dev.heal.examples.demo;

import org.jspecify.annotations.NullMarked;
