/** The shop on one inventory service, on two by its own hand, or on two that heal sends the traffic to. */
@NullMarked
package dev.heal.examples.regions.services;

import org.jspecify.annotations.NullMarked;
