/** What it costs to let a request in and out again, or to turn it away. */
@NullMarked
package dev.heal.benchmarks.admission;

import org.jspecify.annotations.NullMarked;
