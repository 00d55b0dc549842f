package dev.heal.test.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the targets really are, whatever heal knows of it. */
public final class World {

    /** The small worlds there are. */
    public enum Kind {
        /** One database behind one pool. */
        POOL,
        /** A database, and services that need it. */
        SERVICES,
        /** A service in several places, which can stand in for each other. */
        REGIONS,
        /** A service in several regions behind a router, which sends each call to one of them. */
        ROUTED
    }

    private static final class Subject {
        final List<Ill> ills = new ArrayList<>();
        int working;
        int takenDown;
        boolean away;
        boolean sheds;
    }

    private static final class Ill {
        final Illness illness;
        int repairs;

        Ill(Illness illness) {
            this.illness = illness;
        }
    }

    private final Map<String, Subject> subjects = new LinkedHashMap<>();
    private final Map<String, Set<String>> needs = new LinkedHashMap<>();
    private final Map<String, @Nullable String> scopes = new LinkedHashMap<>();

    World(List<Member> members) {
        for (Member member : members) {
            subjects.put(member.name(), new Subject());
            needs.put(member.name(), member.dependsOn());
            scopes.put(member.name(), member.scope());
        }
    }

    private Subject subject(String target) {
        Subject subject = subjects.get(target);
        if (subject == null) {
            throw new IllegalArgumentException("there is no target " + target);
        }
        return subject;
    }

    // -- as it is

    private boolean has(Subject subject, Illness.Kind kind) {
        return subject.ills.stream().anyMatch(ill -> ill.illness.kind() == kind);
    }

    /** Whether the target itself answers. */
    boolean isUp(String target) {
        Subject subject = subject(target);
        return subject.working == 0
                && subject.takenDown == 0
                && !has(subject, Illness.Kind.DOWN)
                && needs.getOrDefault(target, Set.of()).stream().allMatch(this::isUp);
    }

    /** Whether somebody answers the target's users: itself, or another one that its traffic was moved to. */
    boolean isServed(String target) {
        if (!subject(target).away) {
            return isUp(target);
        }
        String scope = scopes.get(target);
        return subjects.keySet().stream()
                .anyMatch(other -> !other.equals(target)
                        && scope != null
                        && scope.equals(scopes.get(other))
                        && !subject(other).away
                        && isUp(other));
    }

    boolean isSlow(String target) {
        return !subject(target).away && has(subject(target), Illness.Kind.SLOW);
    }

    boolean isBusy(String target) {
        return !subject(target).sheds && has(subject(target), Illness.Kind.BUSY);
    }

    boolean isIll(String target) {
        return !subject(target).ills.isEmpty();
    }

    boolean isAway(String target) {
        return subject(target).away;
    }

    /** The share of the target's calls, 0 to 1, that go wrong at this moment. */
    double unavailability(String target) {
        Subject subject = subject(target);
        if (!isServed(target)) {
            return 1;
        }
        double ill = isSlow(target) ? 0.5 : isBusy(target) ? 0.3 : 0;
        return subject.sheds ? Math.max(ill, 0.2) : ill;
    }

    /** The share of the calls that reach the target itself, 0 to 1, that go wrong at this moment. */
    double loss(String target) {
        return !isUp(target) ? 1 : has(subject(target), Illness.Kind.SLOW) ? 0.6 : 0;
    }

    // -- as it changes

    void fallsIll(Illness illness) {
        subject(illness.target()).ills.add(new Ill(illness));
    }

    void isOver(Illness illness) {
        subject(illness.target()).ills.removeIf(ill -> ill.illness == illness);
    }

    /** A repair of that kind has been made. */
    void repaired(String target) {
        for (Ill ill : List.copyOf(subject(target).ills)) {
            if (ill.illness.kind() != Illness.Kind.BUSY && ++ill.repairs >= ill.illness.needs()) {
                subject(target).ills.remove(ill);
            }
        }
    }

    /** Something is being done to it that it does not answer in. */
    void works(String target, int more) {
        subject(target).working += more;
    }

    void takenDown(String target, int more) {
        Subject subject = subjects.get(target);
        if (subject != null) {
            subject.takenDown += more;
        }
    }

    void away(String target, boolean away) {
        subject(target).away = away;
    }

    void sheds(String target, boolean sheds) {
        subject(target).sheds = sheds;
    }

    /** What was under way in the process ends with it. */
    void processEnded() {
        for (Subject subject : subjects.values()) {
            subject.working = 0;
            subject.takenDown = 0;
        }
    }

    Set<String> targets() {
        return new LinkedHashSet<>(subjects.keySet());
    }
}
