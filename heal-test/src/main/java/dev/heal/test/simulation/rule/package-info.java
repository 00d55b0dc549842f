/** What heal promises: each rule is a property of what was seen of a run. */
@NullMarked
package dev.heal.test.simulation.rule;

import org.jspecify.annotations.NullMarked;
