/** Makes {@code @Healed} work: found once, checked at the start, a few lines on a call. No AspectJ. */
@NullMarked
package dev.heal.spring.aspect;

import org.jspecify.annotations.NullMarked;
