package dev.heal.policy;

import dev.heal.check.Check;
import dev.heal.check.Checked;
import dev.heal.text.SafeText;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who is told, and when, that heal needs a human.
 *
 * @param contact a name that means something to the team, such as {@code oncall}; null for nobody in particular
 * @param runbook where the human finds what to do; null for nowhere
 * @param after an incident that is still open by then is told of, even if heal is still waiting for its chance
 */
public record Escalation(@Nullable String contact, @Nullable String runbook, Duration after) implements Checked {

    public static final Escalation DEFAULT = new Escalation(null, null, Duration.ofMinutes(5));

    @Override
    public void check(Check check) {
        if (contact != null && contact.isBlank()) {
            check.problem("notify", contact, "names nobody", "write a name such as oncall, or leave it out");
        }
        if (runbook != null) {
            checkRunbook(check, runbook);
        }
        check.positive("after", after);
    }

    /** It ends up in logs and on consoles: a link that people may follow, and no place for a password. */
    private static void checkRunbook(Check check, String runbook) {
        String shown = SafeText.of(runbook);
        String example = "such as https://wiki.example/jdbc";
        try {
            URI uri = new URI(runbook);
            boolean isWeb = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (!isWeb || uri.getHost() == null) {
                check.problem("runbook", shown, "is no address of a web page", "write an address " + example);
            } else if (uri.getRawUserInfo() != null) {
                check.problem("runbook", shown, "has a user or a password in it", "write it without, " + example);
            }
        } catch (URISyntaxException unreadable) {
            check.problem("runbook", shown, "is no address of a web page", "write an address " + example);
        }
    }

    /** How the sentence goes on after "a human is needed". */
    public String text() {
        return (contact == null ? "" : " (" + contact + ")") + (runbook == null ? "" : ", see " + runbook);
    }
}
