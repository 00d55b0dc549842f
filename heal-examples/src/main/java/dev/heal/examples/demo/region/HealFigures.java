package dev.heal.examples.demo.region;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What heal did, by its own witness.
 *
 * @param detectedIn from the kill to the opening of an incident; null if there was none
 * @param movesThere how often traffic left a region, over kill, blips and return
 * @param movesBack how often home had all its traffic back in that time
 * @param movesBothDown how often traffic left a region while both were down
 * @param escalations how often a human was told, over kill, blips and return
 * @param escalationsBothDown how often a human was told while both were down
 * @param notebooks the incidents told in Markdown, in the order in which they were opened
 */
record HealFigures(
        @Nullable Duration detectedIn,
        int movesThere,
        int movesBack,
        int movesBothDown,
        int escalations,
        int escalationsBothDown,
        List<String> notebooks) {}
