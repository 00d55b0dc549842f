/**
 * Where calls go when a target can be served from several regions: one read picks the region, and its guard measures what
 * becomes of the call.
 */
@NullMarked
package dev.heal.region;

import org.jspecify.annotations.NullMarked;
