/** What heal has done and seen, append-only, durable before it acts: one JSON object a line. The only package that touches files. */
@NullMarked
package dev.heal.journal;

import org.jspecify.annotations.NullMarked;
