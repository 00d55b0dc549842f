package dev.heal.benchmarks.annotation;

/** The ways that a call can take; each is a method of {@link AnnotationBenchmark} by that name. */
public enum Outcome {
    /** The body gives back an object at once. */
    SUCCESS("success", "Success: the method gives back an object at once"),

    /** Three of eight bodies throw; a breaker with its default threshold of 50 % stays closed. */
    FAILURE("failure", "Failure: 3 of 8 bodies throw one and the same exception, and the fallback answers"),

    /** The breaker is open and stays so. */
    REJECTED(
            "rejected",
            "Rejected: the breaker is open, and the fallback answers (theirs with writable-stack-trace-enabled: false)");

    /** Of so many calls {@link #FAILING} fail. */
    static final int ROUND = 8;

    static final int FAILING = 3;

    private final String method;
    private final String title;

    Outcome(String method, String title) {
        this.method = method;
        this.title = title;
    }

    /** The method of {@link AnnotationBenchmark}. */
    public String method() {
        return method;
    }

    public String title() {
        return title;
    }

    static Outcome of(String benchmark) {
        for (Outcome outcome : values()) {
            if (benchmark.endsWith("." + outcome.method)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("there is no outcome for " + benchmark);
    }
}
