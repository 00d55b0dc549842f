package dev.heal.benchmarks.annotation;

/** The bean that is called; those that are annotated override its method and do the same. */
class Stock {

    static final Object FOUND = new Object();
    static final Object CACHED = new Object();

    /** The argument of a call that is to fail. */
    static final Object BAD = new Object();

    /** One for all and without a stack trace: what is measured is the way of a failure, not the making of it. */
    static final class DownException extends RuntimeException {
        DownException() {
            super("down", null, false, false);
        }
    }

    private static final DownException DOWN = new DownException();

    /** @throws DownException if asked for {@link #BAD} */
    public Object find(Object id) {
        return body(id);
    }

    final Object body(Object id) {
        if (id == BAD) {
            throw DOWN;
        }
        return FOUND;
    }
}
