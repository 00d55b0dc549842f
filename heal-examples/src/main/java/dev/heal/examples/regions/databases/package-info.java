/** The shop on one database, on a driver that knows two, or on two that heal sends the traffic to. */
@NullMarked
package dev.heal.examples.regions.databases;

import org.jspecify.annotations.NullMarked;
