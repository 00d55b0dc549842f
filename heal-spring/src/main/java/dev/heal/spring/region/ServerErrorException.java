package dev.heal.spring.region;

import dev.heal.region.Region;

/** What a region's guard is told of an answer of 500 or more; nobody else sees it, so it carries no stack trace. */
final class ServerErrorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ServerErrorException(Region<?> region, int status) {
        super(region.target() + " answered " + status, null, false, false);
    }
}
