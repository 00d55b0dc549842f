package dev.heal.benchmarks.admission;

/** The two ways that a request can go; each is a method of {@link AdmissionBenchmark} by that name. */
public enum Decision {
    ACCEPTED("accepted", "Accepted: let in at once, and out again"),
    REJECTED("rejected", "Rejected: turned away at once");

    private final String method;
    private final String title;

    Decision(String method, String title) {
        this.method = method;
        this.title = title;
    }

    /** The method of {@link AdmissionBenchmark}. */
    public String method() {
        return method;
    }

    public String title() {
        return title;
    }

    static Decision of(String benchmark) {
        for (Decision decision : values()) {
            if (benchmark.endsWith("." + decision.method)) {
                return decision;
            }
        }
        throw new IllegalArgumentException("there is no decision for " + benchmark);
    }
}
