/** What an annotated call costs in a Spring application: heal's annotation beside others and the floor under all. */
@NullMarked
package dev.heal.benchmarks.annotation;

import org.jspecify.annotations.NullMarked;
