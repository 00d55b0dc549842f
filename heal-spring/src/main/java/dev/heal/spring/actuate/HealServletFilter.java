package dev.heal.spring.actuate;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The {@link Door} before servlets. */
public final class HealServletFilter implements Filter {

    private final Door door;

    public HealServletFilter(Door door) {
        this.door = door;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http
                && response instanceof HttpServletResponse answer
                && paths(http).stream().anyMatch(door::isBefore)) {
            Door.headers(http.getRequestURI(), http.getQueryString()).forEach(answer::setHeader);
            CrossSiteRule.Refusal refusal = door.judge(read(http), http.getRequestURI());
            if (refusal != null) {
                byte[] body = Door.body(refusal).getBytes(StandardCharsets.UTF_8);
                answer.setStatus(refusal.status());
                answer.setContentType("application/json");
                answer.setContentLength(body.length);
                answer.getOutputStream().write(body);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /** As it was sent, and as the container reads it, with and without the path of the servlet that gets it. */
    private static Set<String> paths(HttpServletRequest request) {
        Set<String> paths = new TreeSet<>();
        String uri = request.getRequestURI();
        String context = request.getContextPath();
        paths.add(context != null && uri.startsWith(context) ? uri.substring(context.length()) : uri);
        String inside = request.getPathInfo();
        String servlet = request.getServletPath();
        paths.add((servlet == null ? "" : servlet) + (inside == null ? "" : inside));
        if (inside != null) {
            paths.add(inside);
        }
        return paths;
    }

    private static CrossSiteRule.Request read(HttpServletRequest request) {
        return new CrossSiteRule.Request(
                request.getMethod(),
                request.isSecure(),
                isLoopback(request.getLocalAddr()),
                request.getQueryString(),
                hosts(request),
                authority(request),
                all(request, "Origin"),
                all(request, "Sec-Fetch-Site"),
                all(request, "Content-Type"),
                request.getContentLengthLong());
    }

    /** HTTP/2 need not say Host: what it says instead is told by the container, before any filter has its own idea of it. */
    private static List<String> hosts(HttpServletRequest request) {
        List<String> hosts = all(request, "Host");
        ServletRequest sent = request;
        while (sent instanceof ServletRequestWrapper wrapper) {
            sent = wrapper.getRequest();
        }
        return hosts.isEmpty() && !request.getProtocol().startsWith("HTTP/1") ? List.of(authority(sent)) : hosts;
    }

    private static String authority(ServletRequest request) {
        return request.getServerName() + ":" + request.getServerPort();
    }

    private static List<String> all(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }

    /** The address is a number here, so nobody is asked for a name. */
    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null
                    && !address.isEmpty()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
