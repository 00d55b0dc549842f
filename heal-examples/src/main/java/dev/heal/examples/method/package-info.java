/** A healed method without Spring and without a database: a detector, a remediation and a policy of one's own. */
@NullMarked
package dev.heal.examples.method;

import org.jspecify.annotations.NullMarked;
