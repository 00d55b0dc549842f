package dev.heal.journal;

/**
 * The latest entry of a key.
 *
 * @param line its bytes, without the break
 * @param in the segment where it can be found
 */
record Kept(byte[] line, SegmentName in) {}
