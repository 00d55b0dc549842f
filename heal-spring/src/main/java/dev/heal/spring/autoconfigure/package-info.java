/** Puts heal together from application.yml and the beans there are, starts it last and stops it first. */
@NullMarked
package dev.heal.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
