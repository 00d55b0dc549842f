/** Judges a snapshot: healthy, unhealthy with evidence, or inconclusive with a reason. One file a detector. */
@NullMarked
package dev.heal.detect;

import org.jspecify.annotations.NullMarked;
