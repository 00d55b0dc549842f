package dev.heal.spring.binding;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may look at heal from outside, and who may give it orders.
 *
 * @param readerRole the role that may read incidents; an operator may, too
 * @param operatorRole the role that may stop, release, approve and deny
 * @param anonymousRead whether anybody may read
 * @param hosts the names, with or without a port, by which this application is called; empty for any
 */
public record AccessSettings(String readerRole, String operatorRole, boolean anonymousRead, Set<String> hosts)
        implements Checked {

    public static final AccessSettings DEFAULT = new AccessSettings("HEAL_READER", "HEAL_OPERATOR", false, Set.of());

    /** What holds where something of it is wrong: nobody but this machine is answered. */
    static final AccessSettings NARROWEST =
            new AccessSettings("HEAL_READER", "HEAL_OPERATOR", false, Set.of("localhost", "127.0.0.1", "[::1]"));

    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");
    private static final int LAST_PORT = 65_535;

    public AccessSettings {
        hosts = Collections.unmodifiableSet(new LinkedHashSet<>(hosts));
    }

    @Override
    public void check(Check check) {
        checkRole(check, "reader-role", readerRole);
        checkRole(check, "operator-role", operatorRole);
        for (String host : hosts) {
            if (!isHost(host)) {
                check.problem(
                        "hosts",
                        host,
                        host + " is no name of a host",
                        "write a name with or without a port, such as shop.example or shop.example:8443, no scheme and"
                                + " no path");
            }
        }
    }

    private static void checkRole(Check check, String name, String role) {
        if (role.isBlank()) {
            check.problem(name, role, "names no role", "write the name of a role, or leave it out");
        }
    }

    private static boolean isHost(String text) {
        Matcher host = HOST.matcher(text);
        if (!host.matches()) {
            return false;
        }
        int port = host.group(1) == null ? 1 : Integer.parseInt(host.group(1));
        return port > 0 && port <= LAST_PORT;
    }
}
