/** Ways to repair, each with its risk and its inverse. One file a remediation. */
@NullMarked
package dev.heal.remediation;

import org.jspecify.annotations.NullMarked;
