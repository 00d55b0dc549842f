@NullMarked
package dev.heal;

import org.jspecify.annotations.NullMarked;
