package dev.heal.spring.cli;

import dev.heal.remediation.RestartPool;
import dev.heal.spring.binding.Finding;
import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.JournalSettings;
import dev.heal.spring.binding.Node;
import dev.heal.spring.binding.PolicySettings.StepSettings;
import dev.heal.spring.binding.RouterSettings;
import dev.heal.spring.binding.TargetSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the start would find wrong among targets that are sound by themselves, as far as names alone tell it. */
final class BeforeTheStart {

    private static final String OWNED =
            "let one target own it, and put what the other needs into the detectors of that one";

    private final HealSettings settings;
    private final Findings findings = new Findings();

    private BeforeTheStart(HealSettings settings) {
        this.settings = settings;
    }

    static Findings of(HealSettings settings) {
        BeforeTheStart look = new BeforeTheStart(settings);
        look.resources();
        look.owners();
        look.journal();
        return look.findings;
    }

    private void resources() {
        for (TargetSettings target : settings.targets()) {
            String needing = needsResource(target);
            if (target.router() != null) {
                routed(target, needing);
            } else if (target.resource() == null && needing != null) {
                findings.add(new Finding(
                        "heal.targets." + target.name() + ".resource",
                        null,
                        target.node().where(),
                        "is missing, and " + needing + " needs one",
                        "write resource: and the bean name of a pool of HikariCP"));
            }
        }
    }

    /** A router that is a bean may be made of anything. */
    private void routed(TargetSettings target, @Nullable String needing) {
        RouterSettings router = settings.router(target.router());
        Node node = target.node().child("router");
        if (router != null && node != null && needing != null && router.place() == RouterSettings.Place.URL) {
            findings.add(
                    node,
                    "its regions are addresses, and " + needing + " needs a pool",
                    "take " + needing + " out of the policy, or have the regions name a data-source");
        }
    }

    /** The first of its words that needs a resource; null if none does. */
    private static @Nullable String needsResource(TargetSettings target) {
        for (var detector : target.policy().detectors().values()) {
            if (detector.kind().needsResource()) {
                return detector.kind().name();
            }
        }
        for (StepSettings step : target.policy().steps()) {
            if (step.action().kind().needsResource()) {
                return step.action().kind().name();
            }
            var probe = step.verify().probe();
            if (probe != null && probe.needsResource()) {
                return "the probe " + probe.name();
            }
        }
        return null;
    }

    /** Only looks: whether the journal can be written is known where the application runs, and makes files there. */
    private void journal() {
        JournalSettings journal = settings.safety().journal();
        Node written = settings.node().child("journal");
        Node directory = written == null ? null : written.child("directory");
        if (directory == null || !journal.directory().isAbsolute()) {
            return;
        }
        for (Path place = journal.directory(); place != null; place = place.getParent()) {
            if (Files.exists(place) && !Files.isDirectory(place)) {
                String what = place.equals(journal.directory())
                        ? "is no directory"
                        : "lies below " + place + ", which is no directory";
                findings.add(directory, what, "name a directory that no other process uses");
            }
        }
    }

    private void owners() {
        Map<String, String> breakers = new HashMap<>();
        Map<String, String> pools = new HashMap<>();
        for (TargetSettings target : settings.targets()) {
            owner(target, "circuit-breaker", target.circuitBreaker(), breakers, "names the same circuit breaker");
            boolean restarts = target.policy().steps().stream()
                    .anyMatch(step -> step.action().kind() == RestartPool.KIND);
            if (restarts) {
                owner(target, "resource", target.resource(), pools, "restarts the same pool");
                RouterSettings router = settings.router(target.router());
                for (var region : router == null ? List.<RouterSettings.RegionSettings>of() : router.regions()) {
                    owner(target, "router", region.bean(), pools, "restarts the same pool");
                }
            }
        }
    }

    private void owner(
            TargetSettings target, String key, @Nullable String name, Map<String, String> owners, String does) {
        String other = name == null ? null : owners.putIfAbsent(name, target.name());
        Node node = target.node().child(key);
        if (other != null && node != null) {
            findings.add(node, "the target " + other + " " + does, OWNED);
        }
    }
}
