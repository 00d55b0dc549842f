package dev.heal.spring.region;

import dev.heal.region.Region;
import org.springframework.web.reactive.function.client.WebClientException;

/**
 * A call of a {@code WebClient} was cut, because traffic was moved away from the region that it was made in. Whether it has
 * worked nobody knows.
 */
public final class RegionLeftException extends WebClientException {

    private static final long serialVersionUID = 1L;

    RegionLeftException(Region<?> region) {
        super("the call was cut: the traffic of " + region.router().name() + " was moved away from " + region.name()
                + " while it was under way, and nobody knows whether it has worked");
    }

    /** One is made for all calls that are cut, on a thread that has made none of them. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
