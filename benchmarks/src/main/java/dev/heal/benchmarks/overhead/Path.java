package dev.heal.benchmarks.overhead;

/** The ways that a call can take through a guard; each is a method of {@link OverheadBenchmark} by that name. */
public enum Path {
    /** The body gives back an object at once. */
    SUCCESS("success", "Success: the body gives back an object at once"),

    /** Seven of eight bodies throw; thresholds of 100 % keep every breaker closed, alike on all sides. */
    FAILURE(
            "failure",
            "Failure: 7 of 8 bodies throw one and the same exception; a threshold of 100 % keeps breakers closed"),

    /** The breaker is open and stays so. */
    REJECTED("rejected", "Rejected: the breaker is open (Resilience4j with writableStackTraceEnabled(false))"),

    /** Success, each call through the next of {@link #GUARDS} guards. */
    MANY("many", "Success through 1,000 guards in turn"),

    /** The body works for a while before it gives back its object. */
    WORK("work", "Success of a body that works");

    /** How many guards {@link #MANY} goes round. */
    public static final int GUARDS = 1_000;

    private final String method;
    private final String title;

    Path(String method, String title) {
        this.method = method;
        this.title = title;
    }

    /** The method of {@link OverheadBenchmark}. */
    public String method() {
        return method;
    }

    public String title() {
        return title;
    }
}
