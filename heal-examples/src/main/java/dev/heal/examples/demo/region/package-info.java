/**
 * One of two servers is killed, comes back, and then both are: the same course for three shops at once.
 *
 * <p>Data flows {@code Course -> Servers, Stage -> Performance -> Traffic, HealSide -> Figures -> Verdict -> Report,
 * RegionJson}: servers and stages are real, a performance drives them, and all behind it are pure functions of what was
 * measured.
 */
@NullMarked
package dev.heal.examples.demo.region;

import org.jspecify.annotations.NullMarked;
