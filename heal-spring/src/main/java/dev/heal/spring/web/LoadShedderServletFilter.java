package dev.heal.spring.web;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.LoadShedder;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * The load shedder before servlets: lets a request in, has it wait on its own thread, or answers 503. A request that goes on
 * without its thread is under way until it is complete. Whatever breaks here lets the request through.
 */
public final class LoadShedderServletFilter implements Filter {

    /** Set on a request that has been asked about, so that a second filter of this kind leaves it alone. */
    private static final String SEEN = LoadShedderServletFilter.class.getName();

    private final LoadShedder shedder;
    private final Requests requests;
    private final Hints hints;

    public LoadShedderServletFilter(LoadShedder shedder, Requests requests) {
        this.shedder = shedder;
        this.requests = requests;
        this.hints = new Hints(shedder);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // Dispatches of a request that is let in already, be it for its error or its answer, are a part of it.
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || request.getAttribute(SEEN) != null
                || !(request instanceof HttpServletRequest http)
                || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
            return;
        }
        Ticket ticket = null;
        Priority priority = null;
        try {
            Request asked = requests.read(new Servlet(http));
            priority = asked == null ? Priority.CRITICAL : asked.priority();
            if (asked != null) {
                http.setAttribute(SEEN, true);
                ticket = new Ticket(shedder, shedder.enter(asked));
            }
        } catch (LoadShedException rejected) {
            reject(answer, rejected);
            return;
        } catch (RuntimeException | LinkageError broken) {
            // Heal failing is heal absent: the request is served.
        }
        if (ticket != null) {
            hint(answer);
        }
        serve(http, answer, chain, ticket, priority);
    }

    private static void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            @Nullable Ticket ticket,
            @Nullable Priority priority)
            throws IOException, ServletException {
        Priority before = ServedPriority.current();
        if (priority != null) {
            ServedPriority.set(priority);
        }
        try {
            chain.doFilter(request, response);
        } finally {
            ServedPriority.restore(before);
            if (ticket != null) {
                ticket.end(request);
            }
        }
    }

    private void hint(HttpServletResponse response) {
        try {
            String hint = hints.ofAnswer();
            if (hint != null) {
                response.setHeader(CutOff.HEADER, hint);
            }
        } catch (RuntimeException | LinkageError broken) {
            // Then this client hears nothing.
        }
    }

    /** Not by sendError, which would dispatch the request once more to tell of its error. */
    private void reject(HttpServletResponse response, LoadShedException rejection) {
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", Hints.retryAfter(rejection));
        response.setHeader(CutOff.HEADER, hints.ofRejection(rejection));
        response.setContentLength(0);
        hints.note();
    }

    /** What is let in, and leaves once. */
    private static final class Ticket implements AsyncListener {

        private final LoadShedder shedder;
        private final long token;
        private final AtomicBoolean left = new AtomicBoolean();

        Ticket(LoadShedder shedder, long token) {
            this.shedder = shedder;
            this.token = token;
        }

        /** The filter returns: the request has ended, or goes on without this thread. */
        void end(HttpServletRequest request) {
            boolean goesOn = false;
            try {
                if (request.isAsyncStarted()) {
                    request.getAsyncContext().addListener(this);
                    goesOn = true;
                }
            } catch (RuntimeException complete) {
                // It has been completed in the meantime.
            }
            if (!goesOn) {
                leave();
            }
        }

        private void leave() {
            if (left.compareAndSet(false, true)) {
                try {
                    shedder.leave(token);
                } catch (RuntimeException | LinkageError broken) {
                    // The request has been served; nobody is helped by an exception now.
                }
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            leave();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // It is complete only after it has answered that.
        }

        @Override
        public void onError(AsyncEvent event) {
            // The same.
        }

        /** A dispatch has started it anew, and the server has forgotten its listeners. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }

    private record Servlet(HttpServletRequest request) implements Incoming {

        @Override
        public PathContainer path() {
            return ServletRequestPathUtils.parse(request).pathWithinApplication();
        }

        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public @Nullable String header(String name) {
            return request.getHeader(name);
        }

        @Override
        public @Nullable String remoteAddress() {
            return request.getRemoteAddr();
        }

        @Override
        public @Nullable String principal() {
            Principal principal = request.getUserPrincipal();
            return principal == null ? null : principal.getName();
        }
    }
}
