/** What heal costs, beside its peers in the same run: a name picks a suite, a suite gives a report. */
@NullMarked
package dev.heal.benchmarks;

import org.jspecify.annotations.NullMarked;
