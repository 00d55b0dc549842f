package dev.heal.benchmarks.overload.real;

import dev.heal.admission.Backpressure;
import dev.heal.admission.CutOff;
import dev.heal.benchmarks.overload.real.Trial.End;
import dev.heal.time.Clock;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request when it is due, whatever becomes of the others, and waits for its answer for a second from then: one
 * thread with as many connections as it takes, so that a server that stalls is charged for all that is due meanwhile. Whose
 * answer does not come in time closes its connection, as a client with a time limit does.
 */
final class Callers implements AutoCloseable {

    /** How callers behave. */
    enum Manners {
        /** Send all that is due over connections that are kept, as long as the server does not close them. */
        PLAIN,
        /** The same, with a connection for each request. */
        FRESH,
        /** Keep to themselves what the server has said that it would turn away. */
        HEEDING
    }

    /** So many processes the requests come from, each of which hears for itself. */
    private static final int CLIENTS = 20;

    private static final int USERS = 100;

    private final InetSocketAddress server;
    private final Manners manners;
    private final Selector selector;
    private final ArrayDeque<Line> idle = new ArrayDeque<>();
    private final Set<Line> busy = new HashSet<>();
    private final List<Backpressure> heard = new ArrayList<>();

    Callers(int port, Manners manners) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.manners = manners;
        this.selector = Selector.open();
        for (int i = 0; i < CLIENTS; i++) {
            heard.add(Backpressure.of("server", Clock.system()));
        }
    }

    /** Asks for {@code path} and the number of each request. */
    Trial run(Story story, String path) throws IOException {
        Trial trial = new Trial(story);
        Line[] lines = new Line[story.size()];
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        int next = 0;
        int oldest = 0;
        while (true) {
            long now = System.nanoTime() - start;
            for (; next < story.size() && story.due().get(next) <= now; next++) {
                trial.sent(next, now - story.due().get(next));
                lines[next] = send(trial, story, next, path);
                now = System.nanoTime() - start;
            }
            for (; oldest < next && (!trial.isPending(oldest) || isOver(story, oldest, now)); oldest++) {
                if (trial.isPending(oldest)) {
                    trial.ended(oldest, End.TOO_LATE, now - story.due().get(oldest));
                    drop(lines[oldest]);
                }
                lines[oldest] = null;
            }
            if (oldest == story.size()) {
                return trial;
            }
            answers(trial, story, start, wait(story, oldest, next, now));
        }
    }

    private static boolean isOver(Story story, int request, long now) {
        return now - story.due().get(request) > Trial.PATIENCE;
    }

    /** In whole milliseconds, as the selector has it; a request that is sent a millisecond late counts from when it was due. */
    private static long wait(Story story, int oldest, int next, long now) {
        long until = Long.MAX_VALUE;
        if (next < story.size()) {
            until = story.due().get(next);
        }
        if (oldest < next) {
            until = Math.min(until, story.due().get(oldest) + Trial.PATIENCE);
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - now));
    }

    private @Nullable Line send(Trial trial, Story story, int request, String path) throws IOException {
        if (manners == Manners.HEEDING
                && !heard.get(request % CLIENTS).passes(story.classes().get(request))) {
            trial.ended(request, End.WITHHELD, 0);
            return null;
        }
        String text = "GET " + path + request + " HTTP/1.1\r\nHost: localhost\r\n" + Front.CLASS + ": "
                + story.classes().get(request) + "\r\n" + Front.USER + ": " + request % USERS + "\r\n\r\n";
        Line kept = idle.pollFirst();
        Line line = kept == null ? new Line(server, selector) : kept;
        busy.add(line);
        try {
            line.send(request, text);
        } catch (IOException broken) {
            trial.ended(request, End.BROKEN, 0);
            drop(line);
        }
        return line;
    }

    private void answers(Trial trial, Story story, long start, long millis) throws IOException {
        if (selector.selectNow() == 0) {
            selector.select(millis);
        }
        long now = System.nanoTime() - start;
        for (SelectionKey key : selector.selectedKeys()) {
            Line line = (Line) key.attachment();
            if (key.isValid()) {
                answer(trial, story, line, now);
            }
        }
        selector.selectedKeys().clear();
    }

    private void answer(Trial trial, Story story, Line line, long now) {
        int request = line.request();
        try {
            Line.Answer answer = line.ready();
            if (answer == null) {
                return;
            }
            if (manners == Manners.HEEDING) {
                hear(heard.get(request % CLIENTS), answer);
            }
            trial.ended(request, end(answer.status()), now - story.due().get(request));
            if (manners == Manners.FRESH || answer.isLast()) {
                drop(line);
            } else {
                busy.remove(line);
                idle.addFirst(line);
            }
        } catch (IOException broken) {
            if (request != Line.NONE) {
                trial.ended(request, End.BROKEN, now - story.due().get(request));
            }
            drop(line);
        }
    }

    private static End end(int status) {
        return switch (status) {
            case HttpServletResponse.SC_OK -> End.SERVED;
            case HttpServletResponse.SC_SERVICE_UNAVAILABLE, Front.TOO_MANY -> End.TURNED_AWAY;
            default -> End.BROKEN;
        };
    }

    private static void hear(Backpressure client, Line.Answer answer) {
        Optional<CutOff> cutOff = answer.cutOff() == null ? Optional.empty() : CutOff.parse(answer.cutOff());
        if (cutOff.isPresent()) {
            client.heard(cutOff.get());
        } else if (answer.status() == HttpServletResponse.SC_OK) {
            client.heardNothing();
        }
    }

    private void drop(@Nullable Line line) {
        if (line != null) {
            busy.remove(line);
            idle.remove(line);
            line.close();
        }
    }

    @Override
    public void close() throws IOException {
        busy.forEach(Line::close);
        idle.forEach(Line::close);
        selector.close();
    }
}
