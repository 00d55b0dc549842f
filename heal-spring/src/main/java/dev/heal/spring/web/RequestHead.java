package dev.heal.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * A request as far as its head tells: its parameters are those of the query, since to ask for them all would read the body,
 * and wait for it, before the request is let in. What is set on it the request never sees. Each part is read when it is first
 * asked for, and then once however many handlers ask. For one thread.
 */
final class RequestHead extends HttpServletRequestWrapper {

    private final Map<String, @Nullable Object> own = new HashMap<>();
    private @Nullable Map<String, String[]> query;
    private @Nullable IllegalArgumentException unreadable;

    RequestHead(HttpServletRequest request) {
        super(request);
    }

    /** @throws IllegalArgumentException if the query cannot be decoded */
    private Map<String, String[]> query() {
        if (unreadable != null) {
            throw unreadable;
        }
        Map<String, String[]> known = query;
        if (known == null) {
            try {
                known = query(getQueryString());
            } catch (IllegalArgumentException failure) {
                unreadable = failure;
                throw failure;
            }
            query = known;
        }
        return known;
    }

    private static Map<String, String[]> query(@Nullable String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.computeIfAbsent(decoded(name), each -> new ArrayList<>()).add(decoded(value));
        }
        Map<String, String[]> arrays = new LinkedHashMap<>();
        values.forEach((name, all) -> arrays.put(name, all.toArray(String[]::new)));
        return arrays;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = query().get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Collections.unmodifiableMap(query());
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(query().keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = query().get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        if (!own.containsKey(name)) {
            if (!name.equals(ServletRequestPathUtils.PATH_ATTRIBUTE)) {
                return super.getAttribute(name);
            }
            own.put(name, ServletRequestPathUtils.parse(this));
        }
        return own.get(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        own.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        own.put(name, null);
    }
}
