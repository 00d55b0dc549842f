/** A budget around Resilience4j's retries; needs resilience4j-retry on the class path, as nothing else of heal's core does. */
@NullMarked
package dev.heal.admission.resilience4j;

import org.jspecify.annotations.NullMarked;
