/** {@code heal check}: reads application.yml without starting the application, and says in words what holds or what is wrong. */
@NullMarked
package dev.heal.spring.cli;

import org.jspecify.annotations.NullMarked;
