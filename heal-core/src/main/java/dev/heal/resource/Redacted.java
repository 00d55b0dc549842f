package dev.heal.resource;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** What may be told about an exception: its class, its SQL state and a capped message without secrets. */
final class Redacted {

    private static final int MOST = 200;
    // A JDBC URL holds credentials in the authority or among the parameters: what follows either mark is left out.
    private static final Pattern USER_INFO = Pattern.compile("//[^\\s/@]*@");
    private static final Pattern URL_PARAMETERS = Pattern.compile("(jdbc:[^\\s?;]*)[?;]\\S*");
    private static final Pattern SECRET = Pattern.compile(
            "(?i)([\\w.-]*(?:password|passwd|pwd|passphrase|secret|token|api_?key|access_?key))(\\s*[=:]\\s*)[^\\s&;,)]+");

    private Redacted() {}

    static String cause(Throwable thrown) {
        Throwable told = thrown;
        // A pool wraps what the driver said; the SQLException inside is the one that tells something.
        for (int depth = 0; depth < 10 && !(told instanceof SQLException) && told.getCause() != null; depth++) {
            told = told.getCause();
        }
        String state = told instanceof SQLException sql && sql.getSQLState() != null ? " " + sql.getSQLState() : "";
        String message = told.getMessage();
        return told.getClass().getSimpleName() + state + (message == null ? "" : ": " + text(message));
    }

    static String text(String message) {
        String oneLine = message.length() > 2_000 ? message.substring(0, 2_000) : message;
        oneLine = oneLine.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
        oneLine = USER_INFO.matcher(oneLine).replaceAll("//***@");
        oneLine = URL_PARAMETERS.matcher(oneLine).replaceAll("$1?***");
        oneLine = SECRET.matcher(oneLine).replaceAll("$1$2***");
        return oneLine.length() <= MOST ? oneLine : oneLine.substring(0, MOST) + "...";
    }
}
