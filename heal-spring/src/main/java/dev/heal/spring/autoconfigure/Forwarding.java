package dev.heal.spring.autoconfigure;

import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;

/** Who reads forwarded addresses, and with that whether it is still known who really is at the other end of the socket. */
enum Forwarding {
    NOBODY,
    SERVER,
    FRAMEWORK;

    /** As Boot decides it: where nothing is written, on a cloud platform the server. */
    static Forwarding of(Environment environment) {
        String strategy = environment.getProperty("server.forward-headers-strategy", "");
        if (strategy.equalsIgnoreCase("framework")) {
            return FRAMEWORK;
        }
        CloudPlatform platform = strategy.isEmpty() ? CloudPlatform.getActive(environment) : null;
        boolean isByServer = strategy.equalsIgnoreCase("native")
                || (platform != null && platform.isUsingForwardHeaders())
                || isWritten(environment, "remote-ip-header")
                || isWritten(environment, "protocol-header");
        return isByServer ? SERVER : NOBODY;
    }

    private static boolean isWritten(Environment environment, String key) {
        return !environment.getProperty("server.tomcat.remoteip." + key, "").isEmpty();
    }

    /** Below the framework's wrapper servlets still know it; the server forgets it, and so does WebFlux. */
    boolean keepsPeer(boolean isServlets) {
        return this == NOBODY || (this == FRAMEWORK && isServlets);
    }
}
