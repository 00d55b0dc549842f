package dev.heal.journal;

/** A journal that could not be opened: it says so to everyone who asks. */
final class RefusedJournal implements Journal {

    private final Recording recording;

    RefusedJournal(String reason) {
        this.recording = Recording.nowhere(reason);
    }

    @Override
    public Recovered recovered() {
        return Recovered.NOTHING;
    }

    @Override
    public Recording recording() {
        return recording;
    }

    @Override
    public void append(Entry entry, Receipt receipt) {
        Waiting.answer(receipt, recording.reason());
    }

    @Override
    public void close() {}
}
