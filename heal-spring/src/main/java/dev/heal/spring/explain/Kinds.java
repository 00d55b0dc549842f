package dev.heal.spring.explain;

import dev.heal.check.Checked;
import dev.heal.detect.DetectorKind;
import dev.heal.remediation.RemediationKind;
import dev.heal.spring.binding.Chosen;
import dev.heal.text.SafeText;
import dev.heal.text.SettingsText;
import java.util.function.Supplier;

/** The words of a kind, which may be an application's own and not work. */
final class Kinds {

    private Kinds() {}

    @SuppressWarnings("unchecked")
    static <P extends Record & Checked> String detector(Chosen<DetectorKind<?>> chosen) {
        DetectorKind<P> kind = (DetectorKind<P>) chosen.kind();
        return safely(() -> kind.words((P) chosen.settings()), chosen);
    }

    @SuppressWarnings("unchecked")
    static <P extends Record & Checked> String remediation(Chosen<RemediationKind<?>> chosen) {
        RemediationKind<P> kind = (RemediationKind<P>) chosen.kind();
        return safely(() -> kind.words((P) chosen.settings()), chosen);
    }

    private static String safely(Supplier<String> words, Chosen<?> chosen) {
        try {
            String text = words.get();
            if (text != null && !text.isBlank()) {
                return SafeText.of(text);
            }
        } catch (RuntimeException | LinkageError broken) {
            // The words of a kind are no reason to tell nothing of the rest.
        }
        return SettingsText.of(SafeText.of(chosen.node().name()), chosen.settings());
    }
}
