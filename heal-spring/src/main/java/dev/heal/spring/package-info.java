/**
 * What an application of Spring Boot writes: annotations, and a hook where YAML does not reach. Below:
 *
 * <pre>
 *  binding        application.yml --> one tree, each value with its place --> settings, or findings; knows no beans
 *  schema         the vocabulary --> a JSON Schema for editors
 *  explain        settings --> plain words, the origin of each value, what another file changes
 *  cli            heal check: all of that on the command line
 *  method         methods of beans that are detectors and remediations
 *  breaker        the application's own circuit breakers, recorded
 *  aspect         calls of @Healed methods through the guard
 *  actuate        looking and ordering over HTTP, and health
 *  autoconfigure  puts it together, starts it last and stops it first
 * </pre>
 */
@NullMarked
package dev.heal.spring;

import org.jspecify.annotations.NullMarked;
