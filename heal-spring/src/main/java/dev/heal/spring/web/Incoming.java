package dev.heal.spring.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;

/** What a request says, on servlets and on WebFlux; each is asked for only where it counts. */
interface Incoming {

    /** Within the application. */
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
