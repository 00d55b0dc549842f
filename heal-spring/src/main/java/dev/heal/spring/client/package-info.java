/** Clients that heed what servers say of their load. */
@NullMarked
package dev.heal.spring.client;

import org.jspecify.annotations.NullMarked;
