package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.actuate.Station.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table: who, by which method, at which spelling of which route, on which server. */
@DisplayName("However a path is written, nobody orders without the operator's role or reads without a role")
@Timeout(120)
class AccessMatrixTest {

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "post", "PROPFIND");

    /** How a path is disguised: from the base path and the rest to what goes over the wire. */
    private static final Map<String, BiFunction<String, String, String>> SPELLINGS = spellings();

    private static Map<String, BiFunction<String, String, String>> spellings() {
        Map<String, BiFunction<String, String, String>> all = new LinkedHashMap<>();
        all.put("plain", (base, path) -> base + path);
        all.put(
                "encoded letter",
                (base, path) -> base + "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2));
        all.put(
                "encoded twice",
                (base, path) -> base + "/%25" + Integer.toHexString(path.charAt(1)) + path.substring(2));
        all.put("encoded slash", (base, path) -> base + "%2f" + path.substring(1));
        all.put("doubled slashes", (base, path) -> "/" + base + "/" + path.replace("/", "//"));
        all.put("trailing slash", (base, path) -> base + path + "/");
        all.put("suffix", (base, path) -> base + path + ".json");
        all.put("matrix parameter", (base, path) -> base + path + ";a=b");
        all.put("matrix parameter inside", (base, path) -> base + path.replaceFirst("^/([^/]*)", "/$1;a=b"));
        all.put("dot segment", (base, path) -> base + "/." + path);
        all.put("dot segments", (base, path) -> base + "/health/.." + path);
        all.put("hidden dot segments", (base, path) -> base + "/health/..;" + path);
        all.put("encoded dot segments", (base, path) -> base + "/health/%2e%2e" + path);
        all.put("backslash", (base, path) -> base + "\\" + path.substring(1));
        all.put("upper case", (base, path) -> base + path.toUpperCase(java.util.Locale.ROOT));
        all.put("null byte", (base, path) -> base + path + "%00");
        return all;
    }

    static Stream<Arguments> servers() {
        return Stream.of(Layout.values())
                .flatMap(layout -> Stream.of(true, false).map(secured -> Arguments.of(layout, secured)));
    }

    @ParameterizedTest(name = "{0}, with Spring Security: {1}")
    @MethodSource("servers")
    void nobodyGetsPastTheRoles(Layout layout, boolean secured) {
        AtomicInteger cells = new AtomicInteger();
        int read = 0;
        int ordered = 0;
        try (Station station = Station.start(layout, secured)) {
            for (Person person : who(secured)) {
                for (String route : List.of(
                        "/heal",
                        "/heal/pump",
                        "/incidents",
                        "/incidents/" + station.incident().id())) {
                    for (String spelling : SPELLINGS.keySet()) {
                        String path = SPELLINGS.get(spelling).apply(layout.base(), layout.named(route));
                        for (String method : METHODS) {
                            String cell = person + " " + method + " " + path + " (" + spelling + ")";
                            Wire.Answer answer = ask(station, person, method, path, route);
                            cells.incrementAndGet();
                            boolean reveals = answer.all().contains(Station.EVIDENCE)
                                    || answer.body().contains("prime");
                            if (!secured || !person.mayRead()) {
                                assertThat(reveals)
                                        .as(cell + " reads:\n" + answer.all())
                                        .isFalse();
                            }
                            if (!secured || !person.mayOrder()) {
                                assertThat(station.orders()).as(cell).isEmpty();
                                assertThat(answer.status() / 100)
                                        .as(cell + " is answered\n" + answer.all())
                                        .isNotEqualTo(
                                                method.equals("POST") || (method.equals("GET") && !person.mayRead())
                                                        ? 2
                                                        : -1);
                            } else {
                                List<String> traces = method.equals("POST")
                                                || station.orders().findAny().isPresent()
                                        ? station.traces()
                                        : List.of();
                                assertThat(traces.isEmpty())
                                        .as(cell + " is answered " + answer.status() + " and leaves " + traces)
                                        .isEqualTo(!(method.equals("POST") && answer.status() == 200));
                                if (!traces.isEmpty()) {
                                    ordered++;
                                    station.takeBackOrders();
                                }
                            }
                            read += reveals ? 1 : 0;
                            if (method.equals("TRACE")) {
                                assertThat(answer.status()).as(cell).isNotEqualTo(200);
                            }
                        }
                    }
                }
                assertThat(station.traces())
                        .as("what " + person + " left behind")
                        .isEmpty();
            }
        }
        System.out.printf(
                "access matrix: %s, secured %s: %d cells, %d read, %d ordered%n",
                layout, secured, cells.get(), read, ordered);
        assertThat(cells.get()).isEqualTo(who(secured).size() * 4 * SPELLINGS.size() * METHODS.size());
        if (secured) {
            assertThat(read).as("who may read does").isGreaterThanOrEqualTo(2 * 3);
            assertThat(ordered).as("who may order does").isGreaterThanOrEqualTo(3);
        } else {
            assertThat(read + ordered).isZero();
        }
    }

    /** Without security it makes no difference what a login says, so one is enough. */
    private static List<Person> who(boolean secured) {
        return secured
                ? List.of(Person.ANONYMOUS, Person.STRANGER, Person.READER, Person.OPERATOR)
                : List.of(Person.ANONYMOUS, Person.OPERATOR);
    }

    private static Wire.Answer ask(Station station, Person person, String method, String path, String route) {
        Wire.Call call = Wire.call(station.port(), method, path).as(person);
        if (Set.of("POST", "PUT", "PATCH", "DELETE", "post", "PROPFIND").contains(method)) {
            call.json(
                    route.startsWith("/heal")
                            ? "{\"command\": \"stop\", \"reason\": \"the matrix\"}"
                            : "{\"decision\": \"acknowledge\", \"text\": \"the matrix\"}");
        }
        return call.send();
    }

    static List<String> spellingsOf(String base, String path) {
        List<String> all = new ArrayList<>();
        SPELLINGS.values().forEach(spelling -> all.add(spelling.apply(base, path)));
        return all;
    }
}
