package dev.heal.spring.binding;

import dev.heal.detect.DetectorKind;
import dev.heal.detect.Detectors;
import dev.heal.detect.ProbeKind;
import dev.heal.remediation.RemediationKind;
import dev.heal.remediation.Remediations;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The words that the open part may use: heal's own and those that an application adds as beans. */
public final class Vocabulary {

    private final Map<String, DetectorKind<?>> detectors;
    private final Map<String, RemediationKind<?>> remediations;
    private final Map<String, ProbeKind> probes;
    private final Findings findings = new Findings();

    /** Heal's own words and these. */
    public Vocabulary(
            Collection<DetectorKind<?>> detectors,
            Collection<RemediationKind<?>> remediations,
            Collection<ProbeKind> probes) {
        this.detectors = join("detector", Detectors.kinds(), detectors, DetectorKind::name);
        this.remediations = join("remediation", Remediations.kinds(), remediations, RemediationKind::name);
        this.probes = join("probe", Detectors.probes(), probes, ProbeKind::name);
    }

    /** Heal's own words. */
    public static Vocabulary own() {
        return new Vocabulary(List.of(), List.of(), List.of());
    }

    public Map<String, DetectorKind<?>> detectors() {
        return detectors;
    }

    public Map<String, RemediationKind<?>> remediations() {
        return remediations;
    }

    public Map<String, ProbeKind> probes() {
        return probes;
    }

    /** Two words of one name. */
    public Findings findings() {
        return findings;
    }

    /** The word that is written, whatever its case and with or without dashes. */
    static <K> @Nullable K find(Map<String, K> words, String written) {
        for (Map.Entry<String, K> word : words.entrySet()) {
            if (Node.uniform(word.getKey()).equals(Node.uniform(written))) {
                return word.getValue();
            }
        }
        return null;
    }

    private <K> Map<String, K> join(
            String what, Collection<? extends K> own, Collection<? extends K> more, Function<K, String> name) {
        Map<String, K> words = new LinkedHashMap<>();
        own.forEach(word -> words.put(name.apply(word), word));
        for (K word : more) {
            K other = find(words, name.apply(word));
            if (other == null) {
                words.put(name.apply(word), word);
            } else {
                findings.add(new Finding(
                        "the " + what + " kind " + name.apply(word),
                        null,
                        word.getClass().getName(),
                        "has the name of another one, " + other.getClass().getName(),
                        "give it a name of its own"));
            }
        }
        return words;
    }
}
