package dev.heal.spring.autoconfigure;

import dev.heal.Heal;
import dev.heal.spring.HealStartException;
import dev.heal.spring.aspect.BreakerAnnotation;
import dev.heal.spring.aspect.Guards;
import dev.heal.spring.aspect.HealedMethods;
import dev.heal.spring.aspect.HealedScan;
import dev.heal.spring.binding.Finding;
import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.breaker.RecordedBreakers;
import dev.heal.spring.method.MethodWords;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Once every bean is made, tells all that is wrong in one block. A fallback that is not there ends the start, as does
 * anything else if {@code heal.strict} is true.
 */
final class StartReport implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(Heal.class);

    private final HealSettings settings;
    private final MethodWords words;
    private final HealedMethods methods;
    private final Guards guards;
    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<Heal> heal;
    private final ObjectProvider<RecordedBreakers> recorded;

    StartReport(
            HealSettings settings,
            MethodWords words,
            HealedMethods methods,
            Guards guards,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<Heal> heal,
            ObjectProvider<RecordedBreakers> recorded) {
        this.settings = settings;
        this.words = words;
        this.methods = methods;
        this.guards = guards;
        this.beans = beans;
        this.heal = heal;
        this.recorded = recorded;
    }

    /** What breaks while heal looks at other people's beans is heal's own trouble. */
    @Override
    public void afterSingletonsInstantiated() {
        Heal assembled = heal.getIfAvailable();
        try {
            report(assembled);
        } catch (HealStartException meant) {
            throw meant;
        } catch (RuntimeException | LinkageError broken) {
            LOG.error("not all beans could be looked at, so not all that is wrong is told: {}", SafeText.of(broken));
        }
        if (assembled != null) {
            guards.open(assembled, countedByAspect());
        }
    }

    private void report(@Nullable Heal assembled) {
        Set<String> working = new LinkedHashSet<>();
        if (assembled != null) {
            working.addAll(assembled.targets());
            working.addAll(assembled.routers().keySet());
        }
        HealedScan scan = HealedScan.of(beans, methods);
        scan.notIntercepted().forEach(line -> LOG.warn("@Healed, {}", line));
        if (!scan.missingFallbacks().isEmpty()) {
            throw new HealStartException(
                    block(scan.missingFallbacks(), "with @Healed"), "Write the method, or correct its name.");
        }
        settings.warnings().forEach(LOG::warn);
        Findings findings = new Findings();
        findings.addAll(settings.findings());
        findings.addAll(words.overlooked(beans));
        findings.addAll(unknownTargets(scan, working));
        SheddingReport.tell(settings, beans, findings);
        if (assembled != null) {
            JournalReport.of(settings, assembled).tell(findings);
        }
        if (!findings.isEmpty()) {
            tell(findings, working);
        }
    }

    /** The targets for which Resilience4j's aspect has the calls recorded, and by which of its circuit breakers. */
    private Map<String, String> countedByAspect() {
        RecordedBreakers breakers = recorded.getIfAvailable();
        return breakers != null && BreakerAnnotation.isHeeded(beans) ? breakers.byTarget() : Map.of();
    }

    private Findings unknownTargets(HealedScan scan, Set<String> working) {
        Set<String> known = new LinkedHashSet<>(settings.names());
        known.addAll(working);
        Findings findings = new Findings();
        scan.targets().forEach((place, target) -> {
            if (!known.contains(target)) {
                String fix = known.isEmpty() ? "write heal.targets." + target : Nearest.hint(target, known);
                findings.add(new Finding(
                        place, target, "", "there is no such target, so its calls pass straight through", fix));
            }
        });
        return findings;
    }

    private void tell(Findings findings, Set<String> working) {
        String block = block(findings.all().stream().map(Finding::toString).toList(), "in the configuration");
        if (settings.strict()) {
            throw new HealStartException(
                    block,
                    "Correct the lines above. With heal.strict=false the application starts all the same, and the targets"
                            + " they concern are not healed.");
        }
        List<String> off = settings.names().stream()
                .filter(name -> !working.contains(name))
                .toList();
        String consequence = off.isEmpty()
                ? ""
                : "\nNot healed, calls pass straight through: " + String.join(", ", off)
                        + ". With heal.strict=true the application would not have started.";
        String unshed = settings.web() == null && settings.node().child("load-shedding") != null
                ? "\nNo load shedder stands before the web application."
                : "";
        LOG.error("{}{}{}", block, consequence, unshed);
    }

    private static String block(List<String> lines, String where) {
        return lines.stream()
                .collect(Collectors.joining(
                        "\n  - ",
                        (lines.size() == 1 ? "1 problem " : lines.size() + " problems ") + where + "\n  - ",
                        ""));
    }
}
