/** A real Spring Boot endpoint under a fixed rate of requests, with heal and without: the server, and who asks it. */
@NullMarked
package dev.heal.benchmarks.endpoint;

import org.jspecify.annotations.NullMarked;
