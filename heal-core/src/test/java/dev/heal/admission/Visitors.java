package dev.heal.admission;

import dev.heal.admission.Admission.Answer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Named requests before an {@link Admission}, one fact after another, and who was let in and turned away in which order. */
final class Visitors {

    /** One that writes down what it hears. */
    final class Visitor extends Waiter {
        final String name;
        final List<Answer> heard = new ArrayList<>();

        Visitor(String name, Request request) {
            super(request);
            this.name = name;
        }

        @Override
        protected void admitted(long at) {
            heard.add(Answer.ADMITTED);
            letIn.add(name);
            underWay.addLast(at);
        }

        @Override
        protected void rejected(long at) {
            heard.add(Answer.REJECTED);
            turnedAway.add(name);
        }
    }

    final Admission admission;
    final List<String> letIn = new ArrayList<>();
    final List<String> turnedAway = new ArrayList<>();
    private final Deque<Long> underWay = new ArrayDeque<>();
    long now;

    Visitors(Admission admission) {
        this.admission = admission;
    }

    /** One place, always on, so many who may wait; the place is taken by nobody of interest. */
    static Visitors beforeOneTakenPlace(int waitingRoom) {
        Visitors visitors = beforeOnePlace(ShedderSettings.DEFAULT.waitingRoom(waitingRoom));
        visitors.arrives("first", Priority.CRITICAL);
        visitors.letIn.clear();
        return visitors;
    }

    static Visitors beforeOnePlace(ShedderSettings settings) {
        Visitors visitors = new Visitors(Admission.ofRoundTrips(settings.maxConcurrency(1), 0));
        visitors.admission.activate(Priority.BULK, 0);
        return visitors;
    }

    Answer arrives(String name, Priority priority) {
        return arrives(name, Request.of(priority));
    }

    Answer arrives(String name, Priority priority, String user) {
        return arrives(name, Request.of(priority).user(user));
    }

    Answer arrives(String name, Request request) {
        return arrives(new Visitor(name, request));
    }

    Answer arrives(Visitor visitor) {
        Answer answer = admission.enter(visitor.request(), now) ? Answer.ADMITTED : admission.arrived(visitor, now);
        if (answer == Answer.ADMITTED) {
            visitor.admitted(now);
        } else if (answer == Answer.REJECTED) {
            visitor.rejected(now);
        }
        return answer;
    }

    /** The one that has been under way for longest ends. */
    void oneEnds() {
        admission.finished(underWay.removeFirst(), now);
    }

    /** So many end, one after another. */
    void end(int count) {
        for (int i = 0; i < count; i++) {
            oneEnds();
        }
    }

    void pass(Duration span) {
        now += span.toNanos();
    }

    /** Time passes as it does: with a tick each 100 ms. */
    void passWithTicks(Duration span) {
        long end = now + span.toNanos();
        while (now < end) {
            now = Math.min(end, now + 100_000_000);
            admission.tick(now);
        }
    }
}
