package dev.heal.spring.actuate;

import dev.heal.incident.Plan;
import dev.heal.time.Clock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ties a decision to its having been read: a number that an operator gets with the plan and brings back, once. One
 * belongs to one incident, one plan and one person, and ends with the plan, after {@link #LONGEST} at the latest.
 *
 * <p>In memory, bounded, safe for use by all threads. As long as a plan is not answered, its reader gets the same number
 * again, so that a page which reads every second neither fills the store nor invalidates what another page shows.
 */
public final class Nonces {

    static final Duration LONGEST = Duration.ofMinutes(15);
    static final int MOST = 1000;
    private static final int BYTES = 16;

    private record Key(String incident, String plan, String person) {}

    private record Issued(String nonce, long since, Duration valid) {}

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<Key, Issued> issued = new LinkedHashMap<>();
    private final Set<String> answered = new LinkedHashSet<>();

    public Nonces(Clock clock) {
        this.clock = clock;
    }

    /** The number for this person's decision on the plan; null if the plan has been answered or has expired. */
    synchronized @Nullable String issue(String incident, Plan plan, String person) {
        forgetExpired();
        Duration valid = Duration.between(clock.now(), plan.expires());
        valid = valid.compareTo(LONGEST) > 0 ? LONGEST : valid;
        if (answered.contains(plan.hash()) || valid.isNegative() || valid.isZero()) {
            return null;
        }
        Key key = new Key(incident, plan.hash(), person);
        Issued known = issued.get(key);
        if (known != null) {
            return known.nonce();
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        Issued fresh = new Issued(HexFormat.of().formatHex(bytes), clock.nanos(), valid);
        issued.put(key, fresh);
        dropOldest(issued.keySet());
        return fresh.nonce();
    }

    /** Whether the number is this person's for the plan. If so, nobody's number for the plan is worth anything any more. */
    synchronized boolean redeem(String incident, Plan plan, String person, String nonce) {
        forgetExpired();
        Issued known = issued.get(new Key(incident, plan.hash(), person));
        if (known == null || !same(known.nonce(), nonce)) {
            return false;
        }
        issued.keySet().removeIf(key -> key.plan().equals(plan.hash()));
        answered.add(plan.hash());
        dropOldest(answered);
        return true;
    }

    /** The decision never reached heal: whoever reads the incident again may decide again. */
    synchronized void giveBack(Plan plan) {
        answered.remove(plan.hash());
    }

    synchronized int size() {
        return issued.size();
    }

    private void forgetExpired() {
        long now = clock.nanos();
        issued.values().removeIf(each -> now - each.since() >= each.valid().toNanos());
    }

    private static <T> void dropOldest(Set<T> all) {
        while (all.size() > MOST) {
            all.remove(Objects.requireNonNull(all.iterator().next()));
        }
    }

    /** In a time that does not tell how much of it was right. */
    static boolean same(String expected, String actual) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
    }
}
