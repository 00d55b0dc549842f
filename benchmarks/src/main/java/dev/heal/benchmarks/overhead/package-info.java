/** What is measured by {@code overhead}: bodies, contestants that call them, and the paths that a call can take. */
@NullMarked
package dev.heal.benchmarks.overhead;

import org.jspecify.annotations.NullMarked;
