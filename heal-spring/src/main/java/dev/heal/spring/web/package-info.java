/** The load shedder before the web application: of which class a request is, and what it hears that is turned away. */
@NullMarked
package dev.heal.spring.web;

import org.jspecify.annotations.NullMarked;
