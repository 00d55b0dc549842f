package dev.heal.loop;

/** Where facts about one target come in; takes them from any thread, never blocks. */
@FunctionalInterface
interface Inbox {
    void accept(Fact fact);
}
