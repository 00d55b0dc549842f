package dev.heal.spring.autoconfigure;

import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.Networks;
import dev.heal.spring.binding.Node;
import dev.heal.spring.binding.WebShedding;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;

/** What is right in itself below {@code heal.load-shedding.web}, and wrong on this server. */
final class SheddingReport {

    private static final int LOGIN = -100;

    private final WebShedding written;
    private final Node web;
    private final Environment environment;
    private final boolean isServlets;

    private SheddingReport(WebShedding written, Node web, Environment environment, boolean isServlets) {
        this.written = written;
        this.web = web;
        this.environment = environment;
        this.isServlets = isServlets;
    }

    /** Tells nothing where no load shedder stands before the web application. */
    static void tell(HealSettings settings, BeanFactory beans, Findings findings) {
        WebShedding written = settings.web();
        Node shedding = settings.node().child("load-shedding");
        Node web = shedding == null ? null : shedding.child("web");
        boolean isServlets = beans.containsBean(HealLoadSheddingAutoConfiguration.SERVLET_FILTER);
        if (written != null
                && web != null
                && (isServlets || beans.containsBean(HealLoadSheddingAutoConfiguration.WEB_FILTER))) {
            new SheddingReport(written, web, beans.getBean(Environment.class), isServlets).tell(findings);
        }
    }

    private void tell(Findings findings) {
        ServerThreads threads = isServlets ? ServerThreads.ofServlets(environment) : ServerThreads.none();
        if (threads.leaveNone(written)) {
            boolean both = written.waitingRoom() != null && written.maxConcurrency() != null;
            findings.add(
                    at(written.maxConcurrency() == null ? "waiting-room" : "max-concurrency"),
                    (both ? "with the waiting-room it " : "") + "leaves none of the server's " + threads.most()
                            + " threads to turn requests away with, so the usual numbers hold",
                    "write less, or leave it out, or give the server more threads (server.tomcat.threads.max)");
        }
        boolean isBelieving = written.priorityHeader() != null || written.userHeader() != null;
        if (isBelieving
                && !Networks.containAll(written.trustedFrom())
                && !Forwarding.of(environment).keepsPeer(isServlets)) {
            findings.add(
                    at("trusted-from"),
                    "who really sends a request is not known where "
                            + (isServlets ? "the server" : "the server or the framework")
                            + " reads forwarded addresses, so no header is believed",
                    (isServlets ? "write server.forward-headers-strategy: framework, or " : "")
                            + "let the gateway strip these headers from outside and write trusted-from: any");
        }
        if (written.user() == WebShedding.User.PRINCIPAL) {
            int login = environment.getProperty("spring.security.filter.order", Integer.class, LOGIN);
            if (!isServlets) {
                findings.add(
                        at("user"),
                        "is never known on WebFlux, so all are one user",
                        "write remote-address, or nobody");
            } else if (written.order() <= login) {
                findings.add(
                        at("user"),
                        "is not known yet where the filter stands before the login, so all are one user",
                        "write order: " + (login < 0 ? 0 : login + 1) + " beside it, which is behind the login");
            }
        }
    }

    private Node at(String key) {
        @Nullable Node child = web.child(key);
        return child == null ? web : child;
    }
}
