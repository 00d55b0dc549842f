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
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;

/**
 * The load shedder before servlets: lets a request in, has it wait on its own thread, or turns it away. A request that goes on
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
            Servlet incoming = new Servlet(http);
            Request asked = requests.read(incoming);
            priority = asked == null ? requests.ofExempt(incoming) : asked.priority();
            if (asked != null) {
                http.setAttribute(SEEN, true);
                ticket = new Ticket(shedder, shedder.enter(asked));
            }
        } catch (LoadShedException rejected) {
            if (isRejected(answer, rejected)) {
                return;
            }
        } catch (RuntimeException | LinkageError broken) {
            // Heal failing is heal absent: the request is served.
        }
        String said = ticket == null ? null : hint(answer, null);
        serve(http, answer, chain, ticket, priority, said);
    }

    private void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            @Nullable Ticket ticket,
            @Nullable Priority priority,
            @Nullable String said)
            throws IOException, ServletException {
        Priority before = ServedPriority.current();
        if (priority != null) {
            ServedPriority.set(priority);
        }
        try {
            chain.doFilter(request, response);
        } finally {
            ServedPriority.restore(before);
            if (ticket != null && ticket.end(request)) {
                hint(response, said);
            }
        }
    }

    /**
     * Of the moment the request is let in, since most answers are on their way before the chain returns, and of that moment
     * once more, where that is not too late.
     *
     * @param before what this filter has said; another value there is the application's own
     * @return what is said now
     */
    private @Nullable String hint(HttpServletResponse response, @Nullable String before) {
        try {
            if (response.isCommitted() || !Objects.equals(before, response.getHeader(CutOff.HEADER))) {
                return before;
            }
            String hint = hints.ofAnswer();
            // A header that was set cannot be taken back.
            String now = hint == null && before != null ? CutOff.NONE.text() : hint;
            if (now != null) {
                response.setHeader(CutOff.HEADER, now);
            }
            return now;
        } catch (RuntimeException | LinkageError broken) {
            return before; // Then this client hears nothing.
        }
    }

    /**
     * Not by sendError, which would dispatch the request once more to tell of its error.
     *
     * @return false if nothing could be said; then nothing of the answer is changed
     */
    private boolean isRejected(HttpServletResponse response, LoadShedException rejection) {
        String retryAfter;
        String hint;
        try {
            retryAfter = Hints.retryAfter(rejection);
            hint = hints.ofRejection(rejection);
        } catch (RuntimeException | LinkageError broken) {
            return false;
        }
        response.setStatus(requests.status());
        response.setHeader("Retry-After", retryAfter);
        response.setHeader(CutOff.HEADER, hint);
        response.setContentLength(0);
        hints.note();
        return true;
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

        /**
         * The filter returns: the request has ended, or goes on without this thread.
         *
         * @return whether it has ended here, and nobody else answers
         */
        boolean end(HttpServletRequest request) {
            boolean goesOn = false;
            boolean isHere = true;
            try {
                if (request.isAsyncStarted()) {
                    isHere = false;
                    request.getAsyncContext().addListener(this);
                    goesOn = true;
                }
            } catch (RuntimeException complete) {
                // It has been completed in the meantime.
            }
            if (!goesOn) {
                leave();
            }
            return isHere;
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

    /** Used by the thread alone that asks for it. */
    private static final class Servlet implements Incoming {

        /** Climbs, and so counts as what nobody has said anything about. */
        private static final PathContainer UNREADABLE = PathContainer.parsePath("/..");

        private final HttpServletRequest request;
        private final RequestHead head;

        Servlet(HttpServletRequest request) {
            this.request = request;
            this.head = new RequestHead(request);
        }

        @Override
        public Object source() {
            return head;
        }

        /** Servers serve paths that Spring refuses to read; it is no fault of heal's, and so no way past the shedder. */
        @Override
        public PathContainer path() {
            try {
                return RequestPath.parse(request.getRequestURI(), request.getContextPath())
                        .pathWithinApplication();
            } catch (RuntimeException unreadable) {
                return UNREADABLE;
            }
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

        /** Below all that wraps the request, so that no header has a say in it. */
        @Override
        public @Nullable String peerAddress() {
            ServletRequest innermost = request;
            while (innermost instanceof ServletRequestWrapper wrapper) {
                innermost = wrapper.getRequest();
            }
            return innermost.getRemoteAddr();
        }

        @Override
        public @Nullable String principal() {
            Principal principal = request.getUserPrincipal();
            return principal == null ? null : principal.getName();
        }
    }
}
