/** Words of application.yml that are made of methods of beans: {@code @HealDetector} and {@code @HealRemediation}. */
@NullMarked
package dev.heal.spring.method;

import org.jspecify.annotations.NullMarked;
