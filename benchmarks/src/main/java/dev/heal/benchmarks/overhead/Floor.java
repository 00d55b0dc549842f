package dev.heal.benchmarks.overhead;

/** What lies under every guard. */
final class Floor {

    private Floor() {}

    /** No guard at all. */
    static final class Bare extends Contestant {
        @Override
        Object call(Body body) {
            return body.get();
        }

        @Override
        void prove(Path path) {
            require(call(new Body.Answering()) == Body.ANSWER, "another answer");
        }
    }

    /** What it costs to know how long a call took. */
    static final class ClockReads extends Contestant {
        /** Racy on purpose: it only keeps the reads from being done away with. */
        private long shortest = Long.MAX_VALUE;

        @Override
        Object call(Body body) {
            long start = System.nanoTime();
            Object answer = body.get();
            long nanos = System.nanoTime() - start;
            if (nanos < shortest) {
                shortest = nanos;
            }
            return answer;
        }

        @Override
        void prove(Path path) {
            call(new Body.Answering());
            require(shortest >= 0 && shortest < Long.MAX_VALUE, "a shortest call of " + shortest + " ns");
        }
    }
}
