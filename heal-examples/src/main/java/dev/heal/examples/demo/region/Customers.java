package dev.heal.examples.demo.region;

import dev.heal.examples.load.HttpSender;
import dev.heal.examples.load.Items;
import dev.heal.examples.load.LoadGenerator;
import dev.heal.examples.load.Sample;
import dev.heal.examples.load.Timeline;
import dev.heal.time.Clock;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Those of one shop: they read all the time and order now and then, on schedule whatever becomes of it. */
final class Customers implements AutoCloseable {

    private static final int CONFLICT = 409;

    private final Clock clock;
    private final HttpSender readers;
    private final HttpSender buyers;
    private final LoadGenerator reads;
    private final LoadGenerator orders;
    private final Timeline readTimeline = new Timeline();
    private final Timeline orderTimeline = new Timeline();

    // Guarded by this: answers come on several threads.
    private final List<Traffic.Answer> answers = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private int takenByStandby;

    Customers(URI shop, Course course, Clock clock) {
        this.clock = clock;
        this.readers = new HttpSender(Items.looked(shop), this::isRead, course.deadline());
        this.buyers = new HttpSender(Items.ordered(shop), this::isOrdered, course.deadline());
        this.reads = new LoadGenerator(clock, course.reads(), readers, readTimeline);
        this.orders = new LoadGenerator(clock, course.orders(), buyers, orderTimeline);
    }

    private synchronized boolean isRead(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            return false;
        }
        answers.add(new Traffic.Answer(clock.nanos(), servedBy(response)));
        return true;
    }

    private synchronized boolean isOrdered(HttpResponse<String> response) {
        if (response.statusCode() == CONFLICT) {
            refusals.add(response.body());
        }
        if (response.statusCode() != 201) {
            return false;
        }
        if (servedBy(response) == Side.WEST) {
            takenByStandby++;
        }
        return true;
    }

    private static Side servedBy(HttpResponse<String> response) {
        String region = response.headers().firstValue("Served-By").orElseThrow();
        return Side.valueOf(region.toUpperCase(Locale.ROOT));
    }

    /** Sends what is due. */
    void doWork() {
        reads.doWork();
        orders.doWork();
    }

    List<Sample> reads() {
        return readTimeline.samples();
    }

    synchronized Traffic traffic() {
        return new Traffic(answers);
    }

    boolean nobodyWaits() {
        return reads().stream().noneMatch(sample -> sample.outcome() == Sample.Outcome.WAITING);
    }

    synchronized Orders orders(long from) {
        List<Sample> due = orderTimeline.samples().stream()
                .filter(sample -> sample.scheduledNanos() >= from)
                .toList();
        int taken = (int) due.stream()
                .filter(sample -> sample.outcome() == Sample.Outcome.OK)
                .count();
        return new Orders(
                taken,
                refusals.size(),
                due.size() - taken - refusals.size(),
                takenByStandby,
                refusals.isEmpty() ? "" : refusals.get(0));
    }

    @Override
    public void close() {
        readers.close();
        buyers.close();
    }
}
