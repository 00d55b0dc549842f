package dev.heal.gate;

/** Instances that see the same sickness do not act at the same moment. */
final class JitterGate implements Gate {

    @Override
    public String name() {
        return "jitter";
    }

    @Override
    public Answer ask(Question question) {
        return question.signs().openFor().compareTo(question.jitter()) >= 0
                ? Answer.allow()
                : Answer.waitFor("waits a moment, so that not all instances act at once");
    }
}
