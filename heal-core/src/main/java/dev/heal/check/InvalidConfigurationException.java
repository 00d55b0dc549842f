package dev.heal.check;

import java.util.List;
import java.util.stream.Collectors;

/** What a team has written cannot be meant; the message names every problem, one a line. */
public final class InvalidConfigurationException extends IllegalArgumentException {

    private final transient List<Problem> problems;

    public InvalidConfigurationException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        return (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                + problems.stream().map(problem -> "\n  - " + problem).collect(Collectors.joining());
    }
}
