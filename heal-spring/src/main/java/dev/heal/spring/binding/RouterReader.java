package dev.heal.spring.binding;

import dev.heal.detect.HttpProbe;
import dev.heal.detect.JdbcProbe;
import dev.heal.detect.ProbeFails;
import dev.heal.region.InFlight;
import dev.heal.region.Writes;
import dev.heal.spring.binding.RouterSettings.Place;
import dev.heal.spring.binding.RouterSettings.ProbeSettings;
import dev.heal.spring.binding.RouterSettings.RegionSettings;
import dev.heal.text.Nearest;
import dev.heal.text.SafeText;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keys of one router. What is wrong with it switches off the targets that name it, and no other. */
public final class RouterReader {

    private static final ProbeFails.Settings PROBING =
            new ProbeFails.Settings(3, Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final String NAMES = "choose a name of letters, digits and dashes";

    private final Set<String> probes;
    private final Findings findings;

    /** @param probes the probe vocabulary */
    public RouterReader(Collection<String> probes, Findings findings) {
        this.probes = new LinkedHashSet<>(probes);
        this.probes.add(HttpProbe.KIND.name());
        this.findings = findings;
    }

    /** What is written under {@code heal.routers}; nothing if that is no map. */
    public static Collection<Node> written(ConfigurationTree tree) {
        Node routers = tree.root().child("routers");
        return routers == null || routers.isList() || routers.text() != null ? List.of() : routers.children();
    }

    /** What the regions of a router are, as far as somebody can tell who looks no further; null if nobody can. */
    public static @Nullable Place place(Node router) {
        Node regions = router.child("regions");
        for (Node region : regions == null ? List.<Node>of() : List.copyOf(regions.children())) {
            for (Place place : Place.values()) {
                if (region.child(Keys.of(place)) != null) {
                    return place;
                }
            }
        }
        return null;
    }

    /** The names of the beans that calls are made with in some region. */
    static Set<String> beans(ConfigurationTree tree) {
        Set<String> beans = new LinkedHashSet<>();
        for (Node router : written(tree)) {
            Node regions = router.child("regions");
            for (Node region : regions == null ? List.<Node>of() : List.copyOf(regions.children())) {
                Section section = new Section(region, "a region", new Findings());
                for (Place place : List.of(Place.DATA_SOURCE, Place.RESOURCE)) {
                    String name = section.optional(Keys.of(place), Values.TEXT);
                    if (name != null) {
                        beans.add(name);
                    }
                }
            }
        }
        return beans;
    }

    /** The router, or null if anything of it is wrong. */
    public @Nullable RouterSettings read(Node router) {
        int before = findings.size();
        if (router.isNothing()) {
            findings.add(router, "is empty", "write at least regions: { east: { url: ... }, west: { url: ... } }");
            return null;
        }
        checkName(router, router.name());
        Section section = new Section(router, "a router", findings);
        if (!router.isMap()) {
            section.knows(Keys.ROUTER);
            section.rejectUnknown();
            return null;
        }
        Map<String, Draft> drafts = drafts(section);
        Place place = place(drafts);
        Node home = section.child("home");
        String homeName = section.optional("home", Values.TEXT);
        List<RegionSettings> regions = regions(section, drafts, home, homeName);
        Writes writes = section.value("writes", Values.oneOf(Writes.class), Writes.HOME_ONLY);
        InFlight inFlight = section.value("in-flight", Values.oneOf(InFlight.class), InFlight.LEAVE);
        ProbeSettings probe = probe(section, place);
        section.rejectUnknown();
        return findings.size() > before || probe == null || place == null
                ? null
                : new RouterSettings(router.name(), place, regions, probe, writes, inFlight, router);
    }

    private void checkName(Node node, String name) {
        if (name.contains("@")) {
            findings.add(node, "has an @, which parts a router's name from its region's", NAMES);
        } else if (!SafeText.of(name).equals(name)) {
            findings.add(
                    node,
                    "is a name with characters that cannot be shown, is very long, or looks like a secret",
                    NAMES);
        }
    }

    // -- regions

    /** A region of which the home is not known yet. */
    private record Draft(
            Node node,
            Map<Place, String> beans,
            @Nullable URI url,
            @Nullable Double weight,
            double capacity) {

        @Nullable
        Place place() {
            return url != null ? Place.URL : beans.keySet().stream().findFirst().orElse(null);
        }
    }

    private Map<String, Draft> drafts(Section router) {
        Map<String, Draft> drafts = new LinkedHashMap<>();
        Node regions = router.child("regions");
        String example = "regions: { east: { url: " + BaseUrl.EXAMPLE + " }, west: { ... } }";
        if (regions == null || regions.isNothing()) {
            findings.missing(
                    router.node(), "regions", "there is none, so traffic could go nowhere", "write " + example);
            return drafts;
        }
        if (regions.isList() || regions.text() != null) {
            findings.add(
                    regions,
                    "is " + (regions.isList() ? "a list" : "a value") + " where a map by name belongs",
                    "write " + example);
            return drafts;
        }
        for (Node region : regions.children()) {
            drafts.put(region.name(), draft(region));
        }
        if (drafts.size() == 1) {
            findings.add(
                    regions,
                    "there is only one, " + SafeText.of(String.join("", drafts.keySet())) + ", and so nowhere to go",
                    "name at least two");
        }
        checkSame(drafts);
        return drafts;
    }

    private Draft draft(Node region) {
        checkName(region, region.name());
        Section section = new Section(region, "a region", findings);
        int before = findings.size();
        URI url = section.optional(Keys.of(Place.URL), BaseUrl.READING);
        Map<Place, String> beans = new LinkedHashMap<>();
        for (Place place : List.of(Place.DATA_SOURCE, Place.RESOURCE)) {
            String bean = section.optional(Keys.of(place), Values.TEXT);
            if (bean != null) {
                beans.put(place, bean);
            }
        }
        Double weight = section.optional("weight", Values.DECIMAL);
        Double capacity = section.optional("capacity", Values.DECIMAL);
        section.check(check -> {
            if (weight != null && weight < 0) {
                check.problem("weight", weight, "is less than 0", "write 1, or 0 for one that stands by");
            }
            if (capacity != null && capacity <= 0) {
                check.problem("capacity", capacity, "is not above 0", "write how many calls a second it can hold");
            }
        });
        section.rejectUnknown();
        long named = Arrays.stream(Place.values())
                .filter(place -> region.child(Keys.of(place)) != null)
                .count();
        if (named == 0 && findings.size() == before) {
            findings.missing(
                    region,
                    "url",
                    "nothing is named that calls are made with",
                    "write url: and an address, or data-source: or resource: and the name of a bean");
        } else if (named > 1) {
            findings.add(region, "names more than one thing that calls are made with", "keep one of them");
        }
        return new Draft(region, beans, url, weight, capacity == null ? Double.NaN : capacity);
    }

    /** Two regions that are one place would fail over to what is dead. */
    private void checkSame(Map<String, Draft> drafts) {
        Map<String, Draft> known = new HashMap<>();
        drafts.forEach((name, draft) -> {
            URI url = draft.url;
            Map<String, String> things = new LinkedHashMap<>();
            if (url != null) {
                things.put("url", BaseUrl.place(url));
            }
            draft.beans.forEach((place, bean) -> things.put(Keys.of(place), bean));
            things.forEach((key, thing) -> {
                Draft other = known.putIfAbsent(thing, draft);
                Node node = draft.node.child(key);
                if (other != null && node != null && other != draft) {
                    findings.add(
                            node,
                            "is the same as that of " + SafeText.of(other.node.name())
                                    + ", so traffic would fail over to what is dead",
                            "name another place, or leave one of the two out");
                }
            });
        });
    }

    private @Nullable Place place(Map<String, Draft> drafts) {
        Place first = null;
        String of = "";
        for (Draft draft : drafts.values()) {
            Place place = draft.place();
            if (first == null) {
                first = place;
                of = draft.node.name();
            } else if (place != null && place != first) {
                findings.add(
                        draft.node,
                        "is made of a " + Keys.of(place) + ", and " + SafeText.of(of) + " of a " + Keys.of(first),
                        "make all of them of one kind");
            }
        }
        return first;
    }

    private List<RegionSettings> regions(
            Section router, Map<String, Draft> drafts, @Nullable Node home, @Nullable String homeName) {
        String first = drafts.keySet().stream().findFirst().orElse("");
        if (home != null && homeName != null && !drafts.isEmpty()) {
            Draft meant = drafts.values().stream()
                    .filter(draft -> Node.uniform(draft.node.name()).equals(Node.uniform(homeName)))
                    .findFirst()
                    .orElse(null);
            if (meant == null) {
                findings.add(home, "is no region of this router", Nearest.hint(homeName, drafts.keySet()));
            } else {
                first = meant.node.name();
                Node weight = meant.node.child("weight");
                if (weight != null && Double.valueOf(0).equals(meant.weight)) {
                    findings.add(weight, "leaves home without traffic", "write 1, or name another home");
                }
            }
        }
        List<RegionSettings> regions = new ArrayList<>();
        for (Draft draft : drafts.values()) {
            boolean isHome = draft.node.name().equals(first);
            double weight = draft.weight == null ? (isHome ? 1 : 0) : draft.weight;
            String bean = draft.beans.values().stream().findFirst().orElse(null);
            regions.add(
                    isHome ? 0 : regions.size(),
                    new RegionSettings(draft.node.name(), draft.url, bean, weight, draft.capacity, draft.node));
        }
        Node node = router.child("regions");
        // Where home is named, the weight that leaves it idle has been told.
        if (home == null
                && regions.size() > 1
                && node != null
                && regions.stream().allMatch(region -> region.weight() == 0)) {
            findings.add(node, "all of them stand by", "give the one that is home a weight above 0");
        }
        return regions;
    }

    // -- the probe

    private @Nullable ProbeSettings probe(Section router, @Nullable Place place) {
        Node node = router.child("probe");
        if (place == null) {
            return null;
        }
        if (node == null && place != Place.DATA_SOURCE) {
            findings.missing(
                    router.node(),
                    "probe",
                    "there is none, so nobody could tell whether a region without traffic is well",
                    place == Place.URL
                            ? "write probe: { path: /health }, the path that each region answers when it is well"
                            : "write probe: { kind: ... } with " + anyOf(fitting(place)));
            return null;
        }
        Section section =
                new Section(node == null ? new Node("probe", router.node().below("probe")) : node, "probe", findings);
        String written = section.optional("kind", Values.TEXT);
        String kind = kind(section, written, place);
        String path = section.optional("path", Values.TEXT);
        checkPath(section, kind, path);
        Duration every = section.value("every", Values.DURATION, PROBING.every());
        Duration within = section.value("within", Values.DURATION, PROBING.within());
        int failures = section.value("failures", Values.INTEGER, PROBING.failures());
        section.check(check -> new ProbeFails.Settings(failures, every, within).check(check));
        section.rejectUnknown();
        return new ProbeSettings(kind, path == null ? "" : path, every, within, failures);
    }

    private String kind(Section section, @Nullable String written, Place place) {
        String usual = place == Place.URL ? HttpProbe.KIND.name() : JdbcProbe.KIND.name();
        Node node = section.child("kind");
        if (node == null || written == null) {
            if (node == null && place == Place.RESOURCE) {
                findings.missing(
                        section.node(),
                        "kind",
                        "is missing, and of a resource nobody knows what to ask",
                        "write kind: and " + anyOf(fitting(place)));
            }
            return usual;
        }
        String known = probes.stream()
                .filter(name -> Node.uniform(name).equals(Node.uniform(written)))
                .findFirst()
                .orElse(null);
        if (known == null) {
            findings.add(node, "is no probe", Nearest.hint(written, fitting(place)));
        } else if (!fitting(place).contains(known)) {
            findings.add(
                    node,
                    known.equals(HttpProbe.KIND.name())
                            ? "asks an address, and the regions are none"
                            : "asks a database, and the regions are addresses",
                    "write " + anyOf(fitting(place)));
        }
        return known == null ? usual : known;
    }

    private List<String> fitting(Place place) {
        String unfit = place == Place.URL ? JdbcProbe.KIND.name() : HttpProbe.KIND.name();
        return probes.stream().filter(name -> !name.equals(unfit)).toList();
    }

    private static String anyOf(List<String> names) {
        return (names.size() == 1 ? "" : "one of ") + String.join(", ", names);
    }

    private void checkPath(Section section, String kind, @Nullable String path) {
        Node node = section.child("path");
        boolean isHttp = kind.equals(HttpProbe.KIND.name());
        if (node == null && isHttp) {
            findings.missing(
                    section.node(),
                    "path",
                    "is missing, so nobody knows what to ask a region",
                    "write path: /health, the path that each region answers when it is well");
        } else if (node != null && !isHttp) {
            findings.add(node, "says nothing to the probe " + SafeText.of(kind), "take it away");
        } else if (node != null && path != null && !path.matches("/([^/\\s#][^\\s#]*)?")) {
            findings.add(node, "is no path below the region's address", "write one such as /health");
        }
    }
}
