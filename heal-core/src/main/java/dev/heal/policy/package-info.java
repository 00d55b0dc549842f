/** What a team has decided: detectors, steps, verification and limits, as plain data that is checked once. */
@NullMarked
package dev.heal.policy;

import org.jspecify.annotations.NullMarked;
