package dev.heal.spring.autoconfigure;

import dev.heal.Heal;
import dev.heal.check.InvalidConfigurationException;
import dev.heal.check.Problem;
import dev.heal.journal.Journal;
import dev.heal.observe.Observer;
import dev.heal.policy.Limits;
import dev.heal.spring.HealCustomizer;
import dev.heal.spring.binding.Finding;
import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.HealSettings;
import dev.heal.spring.binding.JournalSettings;
import dev.heal.spring.binding.SafetySettings;
import dev.heal.spring.binding.TargetSettings;
import dev.heal.text.SafeText;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds heal from settings and beans; a target that cannot be built is told and left out, and the others stay. */
final class HealAssembly {

    private final HealSettings settings;
    private final TargetAssembly targets;
    private final List<Observer> observers;
    private final List<HealCustomizer> customizers;
    private final @Nullable MeterRegistry meters;

    HealAssembly(
            HealSettings settings,
            TargetAssembly targets,
            List<Observer> observers,
            List<HealCustomizer> customizers,
            @Nullable MeterRegistry meters) {
        this.settings = settings;
        this.targets = targets;
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
        settings.unsound().forEach(target -> targets.checkNames(target, settings.findings()));
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
        TargetAssembly.Prepared prepared = targets.prepare(target, own);
        if (own.isEmpty()) {
            TargetSettings alone = target.among(List.of(), new Findings());
            try {
                Heal.builder()
                        .mode(settings.mode())
                        .ceiling(settings.ceiling())
                        .journal(Journal.memory())
                        .target(target.name(), builder -> targets.configure(builder, alone, prepared, own))
                        .assemble()
                        .close();
            } catch (InvalidConfigurationException wrong) {
                if (own.isEmpty()) {
                    own.addAll(target.node(), below("targets." + target.name() + ".", wrong.problems()));
                }
            } catch (RuntimeException | LinkageError broken) {
                // A team's own kind may throw from anywhere: that costs this target its healing, and no more.
                own.add(target.node(), "cannot be put together: " + SafeText.of(broken), "mend the bean of its kind");
            }
        }
        if (own.isEmpty()) {
            targets.checkShared(target, prepared, takenBy, own);
        }
        settings.findings().addAll(own);
        return own.isEmpty();
    }

    private static List<Problem> below(String prefix, List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.place().startsWith(prefix)
                        ? new Problem(
                                problem.place().substring(prefix.length()),
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
        for (TargetSettings target : sound) {
            Findings none = new Findings();
            TargetAssembly.Prepared prepared = targets.prepare(target, none);
            builder.target(target.name(), how -> {
                targets.configure(how, target, prepared, none);
                how.dependsOn(target.dependsOn().toArray(String[]::new));
                if (target.scope() != null) {
                    how.scope(target.scope());
                }
            });
        }
        customizers.forEach(customizer -> customizer.customize(builder));
        return builder.assemble();
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
