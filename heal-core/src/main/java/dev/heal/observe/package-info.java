/** Those who are told: logs, metrics, traces and a team's own observers; their failures stay here. */
@NullMarked
package dev.heal.observe;

import org.jspecify.annotations.NullMarked;
