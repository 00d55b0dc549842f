package dev.heal.gate;

/** One safety rule. Pure: the same question has the same answer. */
public interface Gate {

    /** As in metrics and notebooks, such as {@code budget}. */
    String name();

    Answer ask(Question question);
}
