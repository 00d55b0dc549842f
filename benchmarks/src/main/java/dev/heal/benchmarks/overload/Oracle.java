package dev.heal.benchmarks.overload;

import dev.heal.admission.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows how many workers there are and who still waits, and turns nobody away: whoever a worker has time for is taken, the
 * most important first, and among equals the newest, who waits for the longest yet.
 */
final class Oracle extends Gate {

    private final List<ArrayDeque<Call>> waiting = new ArrayList<>();

    Oracle(Desk desk) {
        super(desk);
        Priority.all().forEach(unused -> waiting.add(new ArrayDeque<>()));
    }

    @Override
    void arrived(Call call, long now) {
        waiting.get(call.priority.ordinal()).addLast(call);
        desk.wake();
    }

    @Override
    @Nullable
    Call next(long now) {
        for (ArrayDeque<Call> ofClass : waiting) {
            Call newest = ofClass.pollLast();
            if (newest != null && !newest.isOver) {
                return newest;
            }
            ofClass.clear(); // if nobody waits for the newest, nobody waits for those before
        }
        return null;
    }

    @Override
    void tick(long now) {
        for (ArrayDeque<Call> ofClass : waiting) {
            while (!ofClass.isEmpty() && ofClass.peekFirst().isOver) {
                ofClass.pollFirst();
            }
        }
    }
}
