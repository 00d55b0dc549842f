package dev.heal.archfixture.front.room;

import dev.heal.archfixture.front.Door;

/** A room that knows the front door. */
public final class Room {
    public Door door = new Door();
}
