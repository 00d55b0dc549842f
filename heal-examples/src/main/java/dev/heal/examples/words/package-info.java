/** A detector and a remediation that are methods of a bean. */
@NullMarked
package dev.heal.examples.words;

import org.jspecify.annotations.NullMarked;
