/** What heal costs by itself, with many targets and hardly a call: memory, processor time, lateness, threads. */
@NullMarked
package dev.heal.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
