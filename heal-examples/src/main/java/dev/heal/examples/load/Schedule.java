package dev.heal.examples.load;

import java.time.Duration;

/**
 * When which request is due: a page is opened every {@code pageEvery}, and asks for all its items at once.
 *
 * <p>Bursts, as browsers make them, keep every connection of the pool in use several times a second; evenly spread
 * requests would always be served by the same two.
 *
 * @param pageEvery time from one page to the next
 * @param itemsPerPage requests a page makes at once
 */
public record Schedule(Duration pageEvery, int itemsPerPage) {

    /** @throws IllegalArgumentException if a value is not positive; the message names it */
    public Schedule {
        if (pageEvery.isNegative() || pageEvery.isZero()) {
            throw new IllegalArgumentException("pageEvery is " + pageEvery + ": write more than zero");
        }
        if (itemsPerPage < 1) {
            throw new IllegalArgumentException("itemsPerPage is " + itemsPerPage + ": write 1 or more");
        }
    }

    /** Nanoseconds from the start at which request {@code number} (from 0) is due. */
    public long dueAfterNanos(long number) {
        return number / itemsPerPage * pageEvery.toNanos();
    }

    /** Requests a second. */
    public double perSecond() {
        return itemsPerPage * 1e9 / pageEvery.toNanos();
    }
}
