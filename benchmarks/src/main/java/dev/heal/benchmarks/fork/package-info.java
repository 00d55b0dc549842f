/** What a measuring JVM hands back to the one that started it. */
@NullMarked
package dev.heal.benchmarks.fork;

import org.jspecify.annotations.NullMarked;
