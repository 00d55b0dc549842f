package dev.heal.admission;

/** Those that wait to be started. */
final class WaitingRoom {
    static final class Line {}
}
