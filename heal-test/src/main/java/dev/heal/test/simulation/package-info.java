/** The real loop in a small world of virtual time, seeded faults and strict turns: one seed is one story, always the same. */
@NullMarked
package dev.heal.test.simulation;

import org.jspecify.annotations.NullMarked;
