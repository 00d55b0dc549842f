package dev.heal.gate;

/** A step is tried only so often within one incident: what did not help does not help for being repeated. */
public final class AttemptsGate implements Gate {

    @Override
    public String name() {
        return "attempts";
    }

    @Override
    public Answer ask(Question question) {
        if (question.history().givenUp().contains(question.step().name())) {
            return Answer.deny("nobody has decided on it in this incident");
        }
        int made = question.history().attemptsOf(question.step().name());
        return made < question.step().attempts()
                ? Answer.allow()
                : Answer.deny("was tried " + made + " of " + question.step().attempts() + " times in this incident");
    }
}
