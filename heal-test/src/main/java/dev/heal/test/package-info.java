/** What a team needs to prove its policies: faults, worlds, assertions. Never needed in production. */
@NullMarked
package dev.heal.test;

import org.jspecify.annotations.NullMarked;
