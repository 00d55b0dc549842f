package dev.heal;

import dev.heal.incident.Incident;
import dev.heal.incident.Json;
import dev.heal.incident.Notebook;
import dev.heal.incident.Stories;
import dev.heal.incident.Story;
import dev.heal.journal.Journal;
import dev.heal.journal.Recovered;
import dev.heal.text.Durations;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads incidents from a journal as a command: of a process that is dead, or of one that runs. Nothing is changed or locked.
 *
 * <pre>{@code
 * java -cp ... dev.heal.Notebooks ./heal                                          lists the incidents
 * java -cp ... dev.heal.Notebooks ./heal inventory-20260101T000000Z-1 --as ipynb  tells one of them
 * }</pre>
 */
public final class Notebooks {

    private static final String USAGE = """
            usage: dev.heal.Notebooks DIRECTORY [INCIDENT] [--as markdown|ipynb|json]
              DIRECTORY  where a journal is; it is only read, also while a process writes to it
              INCIDENT   tells this one; left out: lists all, the newest first
              --as       left out: markdown""";

    private static final List<String> FORMS = List.of("markdown", "ipynb", "json");

    private Notebooks() {}

    /** Ends the process with the exit status of {@link #run}. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        // What a logger has to say of damaged records is no result, and must not end up in a file with it.
        System.setOut(System.err);
        System.exit(run(arguments, out, err));
    }

    /**
     * Reads, and prints results to {@code out} and complaints to {@code err}.
     *
     * @return 0 if it has told, 1 if there is nothing to tell of, 2 if the arguments cannot be meant
     */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        List<String> places = new ArrayList<>();
        String form = "markdown";
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--help") || argument.equals("-h")) {
                out.println(USAGE);
                return 0;
            } else if (argument.equals("--as") && i + 1 < arguments.length) {
                form = arguments[++i];
            } else if (argument.startsWith("--")) {
                return wrong(err, argument.equals("--as") ? "--as needs a form" : "there is no option " + argument);
            } else {
                places.add(argument);
            }
        }
        if (!FORMS.contains(form)) {
            return wrong(err, "--as " + SafeText.of(form) + " is no form; " + Nearest.hint(form, FORMS));
        }
        if (places.isEmpty() || places.size() > 2) {
            return wrong(err, places.isEmpty() ? "the directory is missing" : "too many arguments");
        }
        return tell(places.get(0), places.size() == 2 ? places.get(1) : null, form, out, err);
    }

    private static int wrong(PrintStream err, String what) {
        err.println(what);
        err.println(USAGE);
        return 2;
    }

    private static int tell(String directory, @Nullable String id, String form, PrintStream out, PrintStream err) {
        Recovered recovered;
        try {
            recovered = Journal.read(Path.of(directory));
        } catch (IOException | RuntimeException unreadable) {
            String why = unreadable.getClass() == IOException.class
                    ? SafeText.of(unreadable.getMessage())
                    : SafeText.of(unreadable);
            err.println("the journal in " + SafeText.of(directory) + " cannot be read: " + why);
            return 1;
        }
        recovered.gaps().forEach(gap -> err.println("the journal has a gap: " + SafeText.of(gap)));
        List<Story> stories = Stories.read(recovered);
        if (stories.isEmpty()) {
            err.println("no incident is told of in " + SafeText.of(directory) + " ("
                    + recovered.entries().size() + " records)");
            return 1;
        }
        if (id == null) {
            list(stories, form, out);
            return 0;
        }
        for (Story story : stories) {
            if (story.incident().id().equals(id)) {
                out.print(text(story, form));
                return 0;
            }
        }
        List<String> known =
                stories.stream().map(story -> story.incident().id()).toList();
        err.println("there is no incident " + SafeText.of(id) + " in " + SafeText.of(directory) + "; "
                + Nearest.hint(id, known));
        return 1;
    }

    private static String text(Story story, String form) {
        return switch (form) {
            case "ipynb" -> Json.of(Notebook.ipynb(story));
            case "json" -> Json.of(Notebook.json(story));
            default -> Notebook.markdown(story);
        };
    }

    private static void list(List<Story> stories, String form, PrintStream out) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = stories.size() - 1; i >= 0; i--) {
            Incident incident = stories.get(i).incident();
            String outcome = incident.resolution() == null
                    ? "open"
                    : incident.resolution()
                            + incident.timeToResolve()
                                    .map(time -> " after " + Durations.text(time))
                                    .orElse("");
            if (form.equals("markdown")) {
                out.println(SafeText.of(incident.id()) + "  " + SafeText.of(incident.target()) + "  "
                        + incident.opened() + "  " + outcome);
            } else {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("incident", incident.id());
                line.put("target", incident.target());
                line.put("opened", incident.opened().toString());
                line.put("outcome", outcome);
                lines.add(line);
            }
        }
        if (!form.equals("markdown")) {
            out.print(Json.of(lines));
        }
    }
}
