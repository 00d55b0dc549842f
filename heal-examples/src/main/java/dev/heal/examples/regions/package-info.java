/**
 * A small shop whose stock can be served from two places, as anybody would write it. It knows nothing of the demo that
 * torments it, and nothing of heal but what a profile adds.
 */
@NullMarked
package dev.heal.examples.regions;

import org.jspecify.annotations.NullMarked;
