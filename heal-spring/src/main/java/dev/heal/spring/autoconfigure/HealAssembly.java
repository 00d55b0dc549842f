package dev.heal.spring.autoconfigure;

import dev.heal.Heal;
import dev.heal.check.InvalidConfigurationException;
import dev.heal.check.Problem;
import dev.heal.observe.Observer;
import dev.heal.spring.HealCustomizer;
import dev.heal.spring.binding.Finding;
import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.HealSettings;
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
                .map(target -> target.dependingOn(names, settings.findings()))
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
            return Heal.builder().assemble();
        }
    }

    /** Builds the target alone, for a trial: so what is wrong with one is never told of another. */
    private boolean canBeBuilt(TargetSettings target, Map<Object, String> takenBy) {
        Findings own = new Findings();
        TargetAssembly.Prepared prepared = targets.prepare(target, own);
        if (own.isEmpty()) {
            try {
                Heal.builder()
                        .mode(settings.mode())
                        .ceiling(settings.ceiling())
                        .target(target.name(), builder -> targets.configure(builder, target, prepared, own))
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
            });
        }
        customizers.forEach(customizer -> customizer.customize(builder));
        return builder.assemble();
    }
}
