package dev.heal.spring.autoconfigure;

import dev.heal.Heal;
import dev.heal.journal.Recording;
import dev.heal.policy.Mode;
import dev.heal.spring.binding.Finding;
import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.Node;
import dev.heal.text.SafeText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A journal that cannot be written: heal detects and starts nothing, and whoever wanted it to act must know. */
final class JournalReport {

    private static final Logger LOG = LoggerFactory.getLogger(Heal.class);

    private final HealSettings settings;
    private final Heal heal;

    private JournalReport(HealSettings settings, Heal heal) {
        this.settings = settings;
        this.heal = heal;
    }

    static JournalReport of(HealSettings settings, Heal heal) {
        return new JournalReport(settings, heal);
    }

    /** Among the findings if anything could act, or if whoever wrote the directory wants no mistake; else a warning. */
    void tell(Findings findings) {
        Recording recording = heal.recording();
        if (recording.place() != Recording.Place.NOWHERE) {
            return;
        }
        Finding finding = finding(recording.reason());
        if (couldAct() || (settings.strict() && directory() != null)) {
            findings.add(finding);
        } else {
            LOG.warn("{}", finding);
        }
    }

    private boolean couldAct() {
        return heal.targets().stream()
                .flatMap(target -> heal.status(target).steps().values().stream())
                .anyMatch(mode -> mode != Mode.OBSERVE);
    }

    private Finding finding(String reason) {
        Node written = directory();
        return new Finding(
                "heal.journal.directory",
                written == null ? settings.safety().journal().directory().toString() : written.shown(),
                written == null ? "the default" : written.where(),
                "heal detects and starts nothing: " + SafeText.of(cause(reason)),
                "name a directory that this process may write and no other uses, or write journal: memory, which lets"
                        + " start what is safe or reversible");
    }

    /** Without the journal's own way out, which follows. */
    private static String cause(String reason) {
        int end = reason.indexOf("; ");
        return end < 0 ? reason : reason.substring(0, end);
    }

    private @Nullable Node directory() {
        Node journal = settings.node().child("journal");
        return journal == null ? null : journal.child("directory");
    }
}
