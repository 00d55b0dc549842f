package dev.heal.gate;

import java.util.List;

/** What has failed again and again, or ended nobody knows how, is not tried again before a human has looked. */
final class GivenUpGate implements Gate {

    @Override
    public String name() {
        return "given-up";
    }

    @Override
    public Answer ask(Question question) {
        String step = question.step().name();
        History history = question.history();
        if (history.unresolved().contains(step)) {
            return Answer.deny(
                    "nobody knows how it ended, or whether it is still in force; a human has to acknowledge that");
        }
        int most = question.policy().giveUp().failures();
        List<String> hopeless = question.causes().stream()
                .filter(cause -> history.failuresOf(step, cause) >= most)
                .toList();
        return hopeless.isEmpty()
                ? Answer.allow()
                : Answer.deny("has failed " + most + " times in a row on " + String.join(", ", hopeless)
                        + "; a human has to acknowledge that");
    }
}
