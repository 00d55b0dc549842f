package dev.heal.benchmarks.overload.real;

import dev.heal.admission.CutOff;
import dev.heal.admission.LoadShedException;
import dev.heal.admission.Priority;
import dev.heal.admission.Request;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the gate for each request, and answers when the work is done: alike for all contestants, and, but for the servlet
 * filter, without a thread of the server's that waits for a worker. Who is turned away gets a status without a body, and
 * from heal its two headers.
 */
final class Front extends HttpServlet {

    static final String CLASS = "Class";
    static final String USER = "User";

    /** HTTP's Too Many Requests, after which Tomcat keeps the connection; after a 503 it closes it. */
    static final int TOO_MANY = 429;

    private record Text(double depth, String header) {}

    private final transient Gate gate;
    private final transient Work work;
    private final int rejection;

    /** To write a number as a text costs more than all else here. */
    private transient volatile Text last = new Text(CutOff.NONE.depth(), CutOff.NONE.text());

    /** @param rejection the status of who is turned away */
    Front(Gate gate, Work work, int rejection) {
        this.gate = gate;
        this.work = work;
        this.rejection = rejection;
    }

    @Override
    protected void doGet(HttpServletRequest http, HttpServletResponse response) {
        long number = Long.parseLong(http.getPathInfo().substring(1));
        Request request = Request.of(Priority.valueOf(http.getHeader(CLASS))).user(http.getHeader(USER));
        CompletionStage<?> answer;
        try {
            answer = gate.serve(request, () -> work.run(number));
        } catch (RejectedExecutionException | LoadShedException turnedAway) {
            answer(response, turnedAway);
            return;
        }
        if (answer.toCompletableFuture().isDone()) {
            // Turned away at once, or done on this thread: no reason to let go of it.
            answer.whenComplete((done, turnedAway) -> answer(response, turnedAway));
            return;
        }
        AsyncContext later = http.startAsync();
        later.setTimeout(0);
        answer.whenComplete((done, turnedAway) -> {
            try {
                answer(response, turnedAway);
            } finally {
                later.complete();
            }
        });
    }

    private void answer(HttpServletResponse response, @Nullable Throwable turnedAway) {
        response.setContentLength(0);
        if (turnedAway == null) {
            CutOff cutOff = gate.cutOff();
            if (!cutOff.isNone()) {
                response.setHeader(CutOff.HEADER, text(cutOff));
            }
            return;
        }
        response.setStatus(rejection);
        if (turnedAway instanceof LoadShedException shed) {
            response.setHeader("Retry-After", Long.toString((shed.retryAfter().toMillis() + 999) / 1000));
            response.setHeader(CutOff.HEADER, text(shed.cutOff()));
        }
    }

    private String text(CutOff cutOff) {
        Text known = last;
        if (known.depth != cutOff.depth()) {
            known = new Text(cutOff.depth(), cutOff.text());
            last = known;
        }
        return known.header;
    }
}
