package dev.heal.spring.autoconfigure;

import dev.heal.check.InvalidConfigurationException;
import dev.heal.check.Problem;
import dev.heal.detect.HttpProbe;
import dev.heal.detect.Probe;
import dev.heal.detect.ProbeKind;
import dev.heal.region.RegionRouter;
import dev.heal.resource.Resources;
import dev.heal.spring.HealStartException;
import dev.heal.spring.binding.ConfigurationTree;
import dev.heal.spring.binding.Finding;
import dev.heal.spring.binding.Findings;
import dev.heal.spring.binding.Node;
import dev.heal.spring.binding.RouterReader;
import dev.heal.spring.binding.RouterSettings;
import dev.heal.spring.binding.RouterSettings.RegionSettings;
import dev.heal.spring.binding.Vocabulary;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes the routers that are written under {@code heal.routers}, each once and when somebody first asks for it: a client that
 * calls through one need not wait for heal.
 */
public final class Routers {

    private final ConfigurableEnvironment environment;
    private final ListableBeanFactory beans;
    private final ObjectProvider<ProbeKind> probes;
    private final Map<String, RegionRouter<?>> made = new ConcurrentHashMap<>();

    Routers(ConfigurableEnvironment environment, ListableBeanFactory beans, ObjectProvider<ProbeKind> probes) {
        this.environment = environment;
        this.beans = beans;
        this.probes = probes;
    }

    /**
     * The router of that name.
     *
     * @throws HealStartException naming all that is wrong with it: nobody could say where its calls should go
     */
    public RegionRouter<?> router(String name) {
        Findings findings = new Findings();
        RegionRouter<?> router = router(name, findings);
        if (router == null) {
            String all = findings.all().stream().map(Finding::toString).collect(Collectors.joining("\n  - "));
            throw new HealStartException(
                    "the router " + name + " cannot be made\n  - " + all,
                    "Correct the lines above: something of this application asks for the router, and without it nobody"
                            + " could say where its calls should go.");
        }
        return router;
    }

    /** The same; null if something is wrong with it, which has been told then. */
    @Nullable
    RegionRouter<?> router(String name, Findings findings) {
        RegionRouter<?> known = made.get(name);
        if (known != null) {
            return known;
        }
        // Not within the map: to make one asks for other beans, which may ask for other routers.
        RegionRouter<?> router = make(name, findings);
        RegionRouter<?> other = router == null ? null : made.putIfAbsent(name, router);
        return other == null ? router : other;
    }

    private @Nullable RegionRouter<?> make(String name, Findings findings) {
        Vocabulary vocabulary =
                new Vocabulary(List.of(), List.of(), probes.orderedStream().toList());
        RouterSettings settings = null;
        for (Node router : RouterReader.written(ConfigurationTree.of(environment))) {
            if (router.name().equals(name)) {
                settings = new RouterReader(vocabulary.probes().keySet(), findings).read(router);
            }
        }
        if (settings == null) {
            return null;
        }
        int before = findings.all().size();
        new RegionBeans(new ResourceBeans(beans)).check(settings, findings);
        if (findings.all().size() > before) {
            return null;
        }
        try {
            return make(settings, vocabulary);
        } catch (InvalidConfigurationException wrong) {
            findings.addAll(settings.node(), below(settings, wrong.problems()));
            return null;
        }
    }

    /** Places below the router's own. */
    private static List<Problem> below(RouterSettings router, List<Problem> problems) {
        String prefix = "routers." + router.name() + ".";
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

    private RegionRouter<?> make(RouterSettings settings, Vocabulary vocabulary) {
        return switch (settings.place()) {
            case URL -> make(settings, vocabulary, (region, bean) -> url(region));
            case DATA_SOURCE -> make(settings, vocabulary, (region, bean) -> beans.getBean(bean, DataSource.class));
            case RESOURCE -> make(settings, vocabulary, (region, bean) -> beans.getBean(bean));
        };
    }

    private static URI url(RegionSettings region) {
        URI url = region.url();
        if (url == null) {
            throw new IllegalStateException("the region " + region.name() + " has no address");
        }
        return url;
    }

    private static <T> RegionRouter<T> make(
            RouterSettings settings, Vocabulary vocabulary, BiFunction<RegionSettings, String, T> resource) {
        RegionRouter.Builder<T> builder = RegionRouter.named(settings.name());
        for (RegionSettings region : settings.regions()) {
            String bean = region.bean();
            builder.region(
                    region.name(),
                    resource.apply(region, bean == null ? "" : bean),
                    region.weight(),
                    region.capacity());
        }
        RouterSettings.ProbeSettings probe = settings.probe();
        return builder.probe(place -> probe(probe, vocabulary, place))
                .probing(probe.failures(), probe.every(), probe.within())
                .writes(settings.writes())
                .inFlight(settings.inFlight())
                .build();
    }

    private static Probe probe(RouterSettings.ProbeSettings probe, Vocabulary vocabulary, @Nullable Object place) {
        if (probe.kind().equals(HttpProbe.KIND.name()) && place instanceof URI base) {
            return new HttpProbe(base, probe.path());
        }
        ProbeKind kind = vocabulary.probes().get(probe.kind());
        if (kind == null || place == null) {
            throw new IllegalStateException("there is no probe " + probe.kind());
        }
        return kind.create(Resources.of(place));
    }
}
