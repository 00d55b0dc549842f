package dev.heal.region;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.util.Locale;
import java.util.Set;

/** What an error or a statement says by itself. */
final class Sql {

    /** What begins so writes; a server tells of the rest, such as a SELECT of a function that does. */
    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "merge",
            "replace",
            "upsert",
            "truncate",
            "create",
            "alter",
            "drop",
            "rename",
            "grant",
            "revoke",
            "comment",
            "copy",
            "load",
            "import",
            "vacuum",
            "reindex",
            "cluster",
            "refresh");

    private static final int LONGEST_CHAIN = 100;

    private Sql() {}

    /** Whether the connection or its server is gone, or takes no more: what tells of the region, and not of the statement. */
    static boolean isGone(SQLException error) {
        SQLException next = error;
        for (int i = 0; next != null && i < LONGEST_CHAIN; i++) {
            String state = next.getSQLState() == null ? "" : next.getSQLState();
            if (next instanceof SQLNonTransientConnectionException
                    || next instanceof SQLRecoverableException
                    || state.startsWith("08")
                    || state.startsWith("57P0")
                    || state.startsWith("53")) {
                return true;
            }
            next = next.getNextException();
        }
        return false;
    }

    static boolean isRefusedWrite(SQLException error) {
        SQLException next = error;
        for (int i = 0; next != null && i < LONGEST_CHAIN; i++) {
            if (Borrowed.READ_ONLY.equals(next.getSQLState())) {
                return true;
            }
            next = next.getNextException();
        }
        return false;
    }

    /** Whether the statement begins with a word that writes. */
    static boolean writes(String sql) {
        int start = start(sql);
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return WRITES.contains(sql.substring(start, end).toLowerCase(Locale.ROOT));
    }

    /** Past space and comments. */
    private static int start(String sql) {
        int i = 0;
        while (i < sql.length()) {
            if (Character.isWhitespace(sql.charAt(i)) || sql.charAt(i) == '(' || sql.charAt(i) == '{') {
                i++;
            } else if (sql.startsWith("--", i)) {
                int line = sql.indexOf('\n', i);
                i = line < 0 ? sql.length() : line;
            } else if (sql.startsWith("/*", i)) {
                int end = sql.indexOf("*/", i + 2);
                i = end < 0 ? sql.length() : end + 2;
            } else {
                break;
            }
        }
        return i;
    }
}
