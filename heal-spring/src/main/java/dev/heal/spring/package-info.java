/** What an application of Spring Boot writes: an annotation, and a hook where YAML does not reach. */
@NullMarked
package dev.heal.spring;

import org.jspecify.annotations.NullMarked;
