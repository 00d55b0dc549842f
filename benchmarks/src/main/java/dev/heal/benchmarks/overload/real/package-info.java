/** A real server under more load than it can do, behind heal and behind its peers: the server, and who asks it. */
@NullMarked
package dev.heal.benchmarks.overload.real;

import org.jspecify.annotations.NullMarked;
