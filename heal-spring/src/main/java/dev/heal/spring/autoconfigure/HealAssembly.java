package dev.heal.spring.autoconfigure;

import dev.heal.Heal;
import dev.heal.TargetBuilder;
import dev.heal.check.InvalidConfigurationException;
import dev.heal.check.Problem;
import dev.heal.journal.Journal;
import dev.heal.observe.Observer;
import dev.heal.policy.Limits;
import dev.heal.region.Region;
import dev.heal.region.RegionRouter;
import dev.heal.spring.HealCustomizer;
import dev.heal.spring.autoconfigure.TargetAssembly.Prepared;
import dev.heal.spring.binding.Finding;
import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.JournalSettings;
import dev.heal.spring.binding.SafetySettings;
import dev.heal.spring.binding.TargetSettings;
import dev.heal.text.SafeText;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds heal from settings and beans; a target that cannot be built is told and left out, and the others stay. */
final class HealAssembly {

    private final HealSettings settings;
    private final TargetAssembly targets;
    private final RouterAssembly routers;
    private final List<Observer> observers;
    private final List<HealCustomizer> customizers;
    private final @Nullable MeterRegistry meters;

    HealAssembly(
            HealSettings settings,
            TargetAssembly targets,
            RouterAssembly routers,
            List<Observer> observers,
            List<HealCustomizer> customizers,
            @Nullable MeterRegistry meters) {
        this.settings = settings;
        this.targets = targets;
        this.routers = routers;
        this.observers = observers;
        this.customizers = customizers;
        this.meters = meters;
    }

    Heal assemble() {
        Map<Object, String> takenBy = new IdentityHashMap<>();
        List<TargetSettings> sound = settings.targets().stream()
                .filter(target -> canBeBuilt(target, takenBy))
                .toList();
        List<String> names = sound.stream().map(TargetSettings::name).toList();
        sound = sound.stream()
                .map(target -> target.among(names, settings.findings()))
                .toList();
        settings.unsound().forEach(target -> {
            targets.checkNames(target, settings.findings());
            routers.checkName(target, settings.findings());
        });
        try {
            return build(sound);
        } catch (RuntimeException | LinkageError failed) {
            settings.findings()
                    .add(new Finding(
                            "heal",
                            null,
                            "",
                            "could not be put together: " + SafeText.of(failed),
                            "look at the beans of type HealCustomizer"));
            return Heal.builder().journal(Journal.memory()).assemble();
        }
    }

    /** Builds the target alone, for a trial that writes nothing down: so what is wrong with one is never told of another. */
    private boolean canBeBuilt(TargetSettings target, Map<Object, String> takenBy) {
        Findings own = new Findings();
        List<Prepared> prepared = new ArrayList<>();
        Heal.Builder trial =
                Heal.builder().mode(settings.mode()).ceiling(settings.ceiling()).journal(Journal.memory());
        TargetSettings alone = target.among(List.of(), new Findings());
        add(trial, alone, own, prepared, builder -> {});
        if (own.isEmpty()) {
            try {
                trial.assemble().close();
            } catch (InvalidConfigurationException wrong) {
                if (own.isEmpty()) {
                    own.addAll(target.node(), below(target, wrong.problems()));
                }
            } catch (RuntimeException | LinkageError broken) {
                // A team's own kind may throw from anywhere: that costs this target its healing, and no more.
                own.add(target.node(), "cannot be put together: " + SafeText.of(broken), "mend the bean of its kind");
            }
        }
        if (own.isEmpty()) {
            prepared.forEach(one -> targets.checkShared(target, one, takenBy, own));
        }
        settings.findings().addAll(own);
        return own.isEmpty();
    }

    /** Adds the target, or each of its regions, unless something is found wrong with it. */
    private void add(
            Heal.Builder builder,
            TargetSettings target,
            Findings own,
            List<Prepared> prepared,
            Consumer<TargetBuilder> more) {
        if (target.router() == null) {
            Prepared one = targets.prepare(target, own);
            prepared.add(one);
            if (own.isEmpty()) {
                builder.target(target.name(), how -> {
                    targets.configure(how, target, one, own);
                    more.accept(how);
                });
            }
            return;
        }
        RegionRouter<?> router = routers.find(target, own);
        if (router != null) {
            addRegions(builder, router, region -> {
                Prepared one = targets.prepare(region);
                prepared.add(one);
                return how -> {
                    targets.configure(how, target, one, own);
                    more.accept(how);
                };
            });
        }
    }

    private static <T> void addRegions(
            Heal.Builder builder, RegionRouter<T> router, Function<Region<T>, Consumer<TargetBuilder>> each) {
        builder.regions(router, (how, region) -> each.apply(region).accept(how));
    }

    /** Places below the target's own, which for a region is that of the routed target. */
    private static List<Problem> below(TargetSettings target, List<Problem> problems) {
        String place = "targets\\." + Pattern.quote(target.name()) + (target.router() == null ? "" : "@[^.]*") + "\\.";
        Pattern prefix = Pattern.compile("^" + place);
        return problems.stream()
                .map(problem -> prefix.matcher(problem.place()).find()
                        ? new Problem(
                                prefix.matcher(problem.place()).replaceFirst(""),
                                problem.value(),
                                problem.wrong(),
                                problem.fix())
                        : problem)
                .toList();
    }

    private Heal build(List<TargetSettings> sound) {
        Heal.Builder builder = Heal.builder().mode(settings.mode()).ceiling(settings.ceiling());
        Duration tick = settings.tick();
        if (tick != null) {
            builder.tick(tick);
        }
        safeguard(builder, settings.safety(), sound);
        if (meters != null) {
            builder.metrics(meters);
        }
        observers.forEach(builder::observer);
        Map<String, List<String>> regions = regions(sound);
        for (TargetSettings written : sound) {
            TargetSettings target = written.spelledOut(regions);
            add(builder, target, new Findings(), new ArrayList<>(), how -> {
                how.dependsOn(target.dependsOn().toArray(String[]::new));
                if (target.scope() != null && target.router() == null) {
                    how.scope(target.scope());
                }
            });
        }
        customizers.forEach(customizer -> customizer.customize(builder));
        return builder.assemble();
    }

    /** The names of the regions' targets, by that of the routed target. */
    private Map<String, List<String>> regions(List<TargetSettings> sound) {
        Map<String, List<String>> regions = new HashMap<>();
        for (TargetSettings target : sound) {
            RegionRouter<?> router = target.router() == null ? null : routers.find(target, new Findings());
            if (router != null) {
                regions.put(
                        target.name(),
                        router.regions().stream().map(Region::target).toList());
            }
        }
        return regions;
    }

    /** Opens nothing yet: a customizer may put another journal in its place. */
    private static void safeguard(Heal.Builder builder, SafetySettings safety, List<TargetSettings> sound) {
        JournalSettings journal = safety.journal();
        if (journal.inMemory()) {
            builder.journal(Journal.memory());
        } else {
            builder.journal(journal.directory(), journal.retention());
        }
        if (safety.stopFile() != null) {
            builder.stopFile(safety.stopFile());
        }
        Limits limits = safety.limits();
        builder.budget(limits.budget().remediations(), limits.budget().per())
                .warmUp(limits.warmUp())
                .jitter(limits.jitter());
        // The members of a scope may all be switched off, and heal takes none without a member.
        limits.scopes().forEach((name, scope) -> {
            if (sound.stream().anyMatch(target -> name.equals(target.scope()))) {
                builder.scope(name, scope);
            }
        });
    }
}
