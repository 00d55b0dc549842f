/** Texts for people: spans of time, and foreign texts made safe to show. */
@NullMarked
package dev.heal.text;

import org.jspecify.annotations.NullMarked;
