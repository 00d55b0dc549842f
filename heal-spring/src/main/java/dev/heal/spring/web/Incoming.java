package dev.heal.spring.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;

/** What a request says, on servlets and on WebFlux; each is asked for only where it counts. */
interface Incoming {

    /** The request itself, as its stack knows it, the same each time: a {@link RequestHead} or a ServerWebExchange. */
    Object source();

    /** Within the application, which is beneath its context path, and not beneath that of a servlet. */
    PathContainer path();

    String method();

    @Nullable
    String header(String name);

    /** As digits; null if it is not known. */
    @Nullable
    String remoteAddress();

    /** Of the other end of the socket, whatever a header says of where the request was forwarded from. */
    @Nullable
    String peerAddress();

    @Nullable
    String principal();
}
