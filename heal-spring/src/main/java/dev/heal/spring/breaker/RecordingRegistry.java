package dev.heal.spring.breaker;

import dev.heal.guard.DrivenBreaker;
import dev.heal.guard.RecordedBreaker;
import dev.heal.guard.Recorder;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The application's registry, which hands out recorded breakers for some names, always the same one for the same breaker.
 *
 * <p>The registry within keeps the breakers themselves, so its listeners, and the meters that hang on them, see what they
 * saw before and see it once. A driven breaker takes the place of the other in there as well: the numbers are its own, and
 * who listens to the registry hangs his meters on it.
 */
final class RecordingRegistry implements CircuitBreakerRegistry {

    private final CircuitBreakerRegistry delegate;
    private final Map<String, Place> places = new LinkedHashMap<>();

    /** A name in this registry, and what is handed out for it. */
    private static final class Place {
        private final Recorder recorder;
        private volatile @Nullable CircuitBreaker current;

        Place(Recorder recorder) {
            this.recorder = recorder;
        }
    }

    RecordingRegistry(CircuitBreakerRegistry delegate, Map<String, Recorder> recorders) {
        this.delegate = delegate;
        recorders.forEach((name, recorder) -> places.put(name, new Place(recorder)));
        places.keySet().forEach(this::find);
    }

    private CircuitBreaker recorded(String name, CircuitBreaker original) {
        Place place = places.get(name);
        if (place == null) {
            return original;
        }
        CircuitBreaker current = place.current;
        return current != null && standsFor(current, original) ? current : renewed(name, place, original);
    }

    private static boolean standsFor(CircuitBreaker current, CircuitBreaker original) {
        return RecordedBreaker.original(current) == original
                || current instanceof DrivenBreaker driven && driven.isAround(original);
    }

    private CircuitBreaker renewed(String name, Place place, CircuitBreaker original) {
        synchronized (place) {
            CircuitBreaker renewed = place.current;
            if (renewed == null || !standsFor(renewed, original)) {
                renewed = place.recorder.around(original);
                place.current = renewed;
                // Whoever was held up since he asked the registry must not bring back a breaker that was replaced
                // meanwhile.
                CircuitBreaker latest = delegate.find(name).orElse(original);
                if (latest != original) {
                    place.current = place.recorder.around(latest);
                } else if (renewed instanceof DrivenBreaker) {
                    delegate.replace(name, renewed);
                }
            }
            return renewed;
        }
    }

    @Override
    public Set<CircuitBreaker> getAllCircuitBreakers() {
        Map<CircuitBreaker, CircuitBreaker> byOriginal = new IdentityHashMap<>();
        places.keySet()
                .forEach(name ->
                        delegate.find(name).ifPresent(original -> byOriginal.put(original, recorded(name, original))));
        Set<CircuitBreaker> all = new HashSet<>();
        delegate.getAllCircuitBreakers().forEach(each -> all.add(byOriginal.getOrDefault(each, each)));
        return all;
    }

    @Override
    public CircuitBreaker circuitBreaker(String name) {
        return recorded(name, delegate.circuitBreaker(name));
    }

    @Override
    public CircuitBreaker circuitBreaker(String name, Map<String, String> tags) {
        return recorded(name, delegate.circuitBreaker(name, tags));
    }

    @Override
    public CircuitBreaker circuitBreaker(String name, CircuitBreakerConfig config) {
        return recorded(name, delegate.circuitBreaker(name, config));
    }

    @Override
    public CircuitBreaker circuitBreaker(String name, CircuitBreakerConfig config, Map<String, String> tags) {
        return recorded(name, delegate.circuitBreaker(name, config, tags));
    }

    @Override
    public CircuitBreaker circuitBreaker(String name, String configName) {
        return recorded(name, delegate.circuitBreaker(name, configName));
    }

    @Override
    public CircuitBreaker circuitBreaker(String name, String configName, Map<String, String> tags) {
        return recorded(name, delegate.circuitBreaker(name, configName, tags));
    }

    @Override
    public CircuitBreaker circuitBreaker(String name, Supplier<CircuitBreakerConfig> config) {
        return recorded(name, delegate.circuitBreaker(name, config));
    }

    @Override
    public CircuitBreaker circuitBreaker(String name, Supplier<CircuitBreakerConfig> config, Map<String, String> tags) {
        return recorded(name, delegate.circuitBreaker(name, config, tags));
    }

    @Override
    public Optional<CircuitBreaker> find(String name) {
        return delegate.find(name).map(original -> recorded(name, original));
    }

    @Override
    public Optional<CircuitBreaker> remove(String name) {
        Optional<CircuitBreaker> removed = delegate.remove(name).map(original -> recorded(name, original));
        Place place = places.get(name);
        if (place != null) {
            place.current = null;
        }
        return removed;
    }

    @Override
    public Optional<CircuitBreaker> replace(String name, CircuitBreaker replacement) {
        CircuitBreaker bare = RecordedBreaker.original(replacement);
        Optional<CircuitBreaker> known = find(name);
        Optional<CircuitBreaker> replaced = delegate.replace(name, bare);
        replaced.ifPresent(unused -> recorded(name, bare));
        return replaced.map(original ->
                known.filter(it -> RecordedBreaker.original(it) == original).orElse(original));
    }

    @Override
    public void addConfiguration(String name, CircuitBreakerConfig config) {
        delegate.addConfiguration(name, config);
    }

    @Override
    public Optional<CircuitBreakerConfig> getConfiguration(String name) {
        return delegate.getConfiguration(name);
    }

    @Override
    public CircuitBreakerConfig getDefaultConfig() {
        return delegate.getDefaultConfig();
    }

    @Override
    public CircuitBreakerConfig removeConfiguration(String name) {
        return delegate.removeConfiguration(name);
    }

    @Override
    public Map<String, String> getTags() {
        return delegate.getTags();
    }

    @Override
    public EventPublisher<CircuitBreaker> getEventPublisher() {
        return delegate.getEventPublisher();
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
