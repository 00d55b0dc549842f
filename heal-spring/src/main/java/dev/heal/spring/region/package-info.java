/** What Spring's HTTP clients call several regions with. */
@NullMarked
package dev.heal.spring.region;

import org.jspecify.annotations.NullMarked;
