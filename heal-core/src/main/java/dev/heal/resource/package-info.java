/** The things that remediations act on: a pool, a client, a component. */
@NullMarked
package dev.heal.resource;

import org.jspecify.annotations.NullMarked;
