package dev.heal.benchmarks.annotation;

/** One thread's calls, and whether each was answered by whom it should be. */
final class Caller {

    private static final Object GOOD = new Object();

    private final Outcome outcome;
    private long calls;
    private long cached;

    Caller(Outcome outcome) {
        this.outcome = outcome;
    }

    Object call(Stock stock) {
        boolean fails = outcome == Outcome.FAILURE && calls % Outcome.ROUND < Outcome.FAILING;
        calls++;
        Object answer;
        try {
            answer = stock.find(fails ? Stock.BAD : GOOD);
        } catch (Stock.DownException withoutFallback) {
            answer = Stock.CACHED;
        }
        if (answer == Stock.CACHED) {
            cached++;
        }
        return answer;
    }

    /** @throws IllegalStateException if the fallback has answered other calls than it should */
    void prove() {
        long expected = switch (outcome) {
            case SUCCESS -> 0;
            case FAILURE -> calls / Outcome.ROUND * Outcome.FAILING + Math.min(calls % Outcome.ROUND, Outcome.FAILING);
            case REJECTED -> calls;
        };
        if (calls == 0 || cached != expected) {
            throw new IllegalStateException("of " + calls + " calls the fallback answered " + cached
                    + " and should have answered " + expected + ": what was measured was something else");
        }
    }
}
