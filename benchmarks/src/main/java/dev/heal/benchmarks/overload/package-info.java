/**
 * What becomes of a server under more load than it can do, with different things in front of it: a simulation in virtual
 * time.
 *
 * <p>A server has so many workers, each of which does one thing at a time, and a queue, first in, first out. A gate stands
 * before it: heal's real {@code Admission}, its peers by their own APIs, or an oracle that knows everything. Turning a
 * request away takes a worker some time too, before anything else. Callers do not wait for each other; each waits a second
 * for an answer, and may send the request again when it is turned away or hears nothing. Who serves does not know that nobody
 * waits any more. Goodput is what was answered in time, as a share of what the server could do at most.
 *
 * <p>A story tells the load: a warm-up, the trouble, and what follows. A seed is always the same run, and all contestants
 * meet the same requests.
 */
@NullMarked
package dev.heal.benchmarks.overload;

import org.jspecify.annotations.NullMarked;
