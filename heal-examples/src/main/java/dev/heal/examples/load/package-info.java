/**
 * Customers who do not wait for each other: requests go out on schedule whatever became of the ones before, and every
 * wait is measured from the moment at which the request was due.
 */
@NullMarked
package dev.heal.examples.load;

import org.jspecify.annotations.NullMarked;
