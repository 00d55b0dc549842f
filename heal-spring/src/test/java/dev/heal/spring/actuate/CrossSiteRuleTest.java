package dev.heal.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heal.spring.actuate.CrossSiteRule.Refusal;
import dev.heal.spring.actuate.CrossSiteRule.Request;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The rule against other sites")
class CrossSiteRuleTest {

    private static final List<String> JSON = List.of("application/json");

    private final CrossSiteRule rule = new CrossSiteRule(Set.of());

    @ParameterizedTest(name = "Host {0}, Origin {1}, over TLS: {2}")
    @CsvSource({
        "localhost:8080, http://localhost:8080, false",
        "LOCALHOST:8080, http://localhost:8080, false",
        "localhost.:8080, http://localhost:8080, false",
        "127.0.0.1:8080, http://127.0.0.1:8080, false",
        "[::1]:8080, http://[::1]:8080, false",
        "localhost, http://localhost, false",
        "localhost, http://localhost:80, false",
        "localhost:80, http://localhost, false",
        "localhost, https://localhost, true",
        "localhost:443, https://localhost, true",
        "localhost, https://localhost, false", // TLS ends before the application
        "shop.localhost:8080, http://shop.localhost:8080, false",
    })
    void anOrderFromItsOwnPagesPasses(String host, String origin, boolean secure) {
        assertThat(rule.judge(post(secure, true, List.of(host), List.of(origin), List.of("same-origin"))))
                .isNull();
    }

    @ParameterizedTest(name = "Origin {0}")
    @ValueSource(
            strings = {
                "null",
                "",
                "https://evil.example",
                "http://localhost",
                "http://localhost:8081",
                "https://localhost",
                "http://localhost.evil.example:8080",
                "http://evil.example/localhost:8080",
                "http://localhost:8080@evil.example",
                "http://evil.example#localhost:8080",
                "http://localhost:8080/",
                "http://localhost:8080, https://evil.example",
                "http://127.0.0.1:8080",
                "file://",
                "localhost:8080",
                "http://lo\u00adcalhost:8080",
                "http://loc\u0430lhost:8080",
            })
    void anOrderFromAnotherOriginIsRefused(String origin) {
        assertThat(rule.judge(post(false, true, List.of("localhost:8080"), List.of(origin), List.of())))
                .extracting(Refusal::status)
                .isEqualTo(403);
    }

    @ParameterizedTest(name = "known as {0}, Origin {1}")
    @CsvSource({
        "shop.example:443, https://shop.example, true",
        "shop.example:8443, https://shop.example:8443, true",
        "localhost:8080, http://localhost:8080, true",
        "shop.example:443, https://evil.example, false",
        "shop.example:80, https://shop.example, false",
        "user@evil.example, https://evil.example, false",
        "no host, https://evil.example, false",
    })
    void anOrderFromThePagesOfAProxyPassesIfTheApplicationTrustsIt(String knownAs, String origin, boolean passes) {
        Request request = new Request(
                "POST",
                false,
                true,
                null,
                List.of("localhost:8080"),
                knownAs,
                List.of(origin),
                List.of(),
                List.of("application/json"),
                9);

        assertThat(rule.judge(request) == null).isEqualTo(passes);
    }

    @Test
    void aNameThatOnlyAProxyKnowsIsNotTakenForTheHost() {
        Request request = new Request(
                "GET",
                false,
                true,
                null,
                List.of("evil.example"),
                "localhost:8080",
                List.of(),
                List.of(),
                List.of(),
                -1);

        assertThat(rule.judge(request)).extracting(Refusal::status).isEqualTo(403);
    }

    @Test
    void anOrderOverTlsIsNotTakenFromAPageWithout() {
        assertThat(rule.judge(post(true, true, List.of("localhost"), List.of("http://localhost"), List.of())))
                .isNotNull();
    }

    @ParameterizedTest(name = "Sec-Fetch-Site {0}")
    @ValueSource(strings = {"cross-site", "same-site", "", "Same-Origin", "none,cross-site", "nonsense"})
    void anOrderThatABrowserCallsForeignIsRefused(String site) {
        assertThat(rule.judge(post(false, true, List.of("localhost:8080"), List.of(), List.of(site))))
                .extracting(Refusal::status)
                .isEqualTo(403);
    }

    @Test
    void whatIsSaidTwiceIsRefused() {
        List<String> host = List.of("localhost:8080");
        String own = "http://localhost:8080";
        assertThat(rule.judge(post(false, true, host, List.of(own, own), List.of())))
                .isNotNull();
        assertThat(rule.judge(post(false, true, host, List.of(), List.of("none", "none"))))
                .isNotNull();
        assertThat(rule.judge(post(false, true, List.of("localhost", "localhost"), List.of(), List.of())))
                .isNotNull();
        assertThat(rule.judge(post(false, true, List.of(), List.of(), List.of())))
                .isNotNull();
    }

    @Test
    void aToolThatIsNoBrowserSaysNothingAndPasses() {
        assertThat(rule.judge(post(false, true, List.of("localhost:8080"), List.of(), List.of())))
                .isNull();
    }

    @ParameterizedTest(name = "Host {0}")
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "2130706433",
                "0x7f.1",
                "127.1",
                "127.0.0.256",
                "0.0.0.0",
                "user@localhost",
                "localhost:port",
                "localhost:8080:1",
                "localhost/",
                " localhost",
                "[::1",
                "",
            })
    void onLoopbackNoOtherNameIsAnswered(String host) {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "DELETE")) {
            assertThat(rule.judge(request(method, false, true, null, List.of(host), List.of(), List.of(), JSON, 9)))
                    .as(method)
                    .extracting(Refusal::status)
                    .isEqualTo(403);
        }
    }

    @Test
    void elsewhereAnyNameIsAnsweredUnlessSomeAreListed() {
        List<String> host = List.of("ops.example:8443");
        assertThat(rule.judge(get(host))).isNull();
        assertThat(new CrossSiteRule(Set.of("ops.example")).judge(get(host))).isNull();
        assertThat(new CrossSiteRule(Set.of("ops.example:8443")).judge(get(host)))
                .isNull();
        assertThat(new CrossSiteRule(Set.of("OPS.example")).judge(get(host))).isNull();
        assertThat(new CrossSiteRule(Set.of("ops.example:9443")).judge(get(host)))
                .isNotNull();
        assertThat(new CrossSiteRule(Set.of("other.example")).judge(get(host))).isNotNull();
        assertThat(new CrossSiteRule(Set.of("ops.example")).judge(get(List.of("localhost"))))
                .as("listed names are the only ones")
                .isNotNull();
    }

    @ParameterizedTest(name = "Content-Type {0}, {1} bytes: {2}")
    @CsvSource({
        "application/json, 9, 0",
        "application/json;charset=UTF-8, 9, 0",
        "APPLICATION/JSON, 9, 0",
        "application/vnd.spring-boot.actuator.v3+json, 9, 0",
        "application/json, 0, 400",
        "application/json, -1, 411",
        "application/json, 65536, 0",
        "application/json, 65537, 413",
        "text/plain, 9, 415",
        "text/plain;application/json, 9, 415",
        "application/jsonp, 9, 415",
        "application/x-www-form-urlencoded, 9, 415",
        "multipart/form-data;boundary=x, 9, 415",
        "'', 9, 415",
    })
    void anOrderIsABodyOfJson(String type, long length, int status) {
        Refusal refusal = rule.judge(
                request("POST", false, true, null, List.of("localhost"), List.of(), List.of(), List.of(type), length));

        assertThat(refusal == null ? 0 : refusal.status()).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0} ?{1}: {2}")
    @CsvSource({
        "GET, '', 0",
        "GET, as=markdown, 0",
        "GET, as=ipynb, 0",
        "GET, as=pdf, 0",
        "GET, as=markdown&incidentId=other, 400",
        "GET, targetName=valve, 400",
        "GET, as=a&as=b, 400",
        "GET, %61s=markdown, 400",
        "POST, '', 0",
        "POST, as=markdown, 400",
        "POST, command=stop, 400",
    })
    void theQueryCannotSayWhatThePathOrTheBodySays(String method, String query, int status) {
        Refusal refusal =
                rule.judge(request(method, false, true, query, List.of("localhost"), List.of(), List.of(), JSON, 9));

        assertThat(refusal == null ? 0 : refusal.status()).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/actuator/heal",
                "/actuator/heal/",
                "/actuator/heal/pump",
                "//actuator//heal",
                "/actuator/%68eal",
                "/actuator/%2568eal",
                "/actuator%2fheal",
                "/actuator%252fheal",
                "/actuator\\heal",
                "/actuator/heal;a=b/pump",
                "/actuator;a=b/heal",
                "/actuator/./heal",
                "/x/../actuator/heal",
                "/actuator/health/..;/heal",
                "/actuator/health/%2e%2e/heal",
                "/actuator/heal/..",
                "/actuator/heal%3Ba=b",
                "/../actuator/heal",
                "/actuator/incidents",
            })
    void aPathIsHealsIfAnyReadingOfItIs(String path) {
        assertThat(paths().include(path)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "/",
                "/heal",
                "/actuator",
                "/actuator/health",
                "/actuator/healing",
                "/actuator/heal.json",
                "/actuator/incidents.json",
                "/shop/actuator/heal",
                "/actuator/info",
                "/a%",
                "/%zz",
                "/%25252525252525252568eal",
                "/actuator/health/heal",
            })
    void otherPathsAreLeftAlone(String path) {
        assertThat(paths().include(path)).isFalse();
    }

    @Test
    void whereNothingIsExposedNoPathIsHeals() {
        assertThat(new EndpointPaths(List.of()).include("/actuator/heal")).isFalse();
        assertThat(new EndpointPaths(List.of("/")).include("/anything"))
                .as("an endpoint that is mapped to nothing at all takes not all paths along")
                .isFalse();
    }

    private static EndpointPaths paths() {
        return new EndpointPaths(List.of("/actuator/heal", "/actuator/incidents"));
    }

    private static Request get(List<String> host) {
        return request("GET", false, false, null, host, List.of(), List.of(), List.of(), -1);
    }

    private static Request post(
            boolean secure, boolean loopback, List<String> host, List<String> origin, List<String> site) {
        return request("POST", secure, loopback, null, host, origin, site, JSON, 9);
    }

    private static Request request(
            String method,
            boolean secure,
            boolean loopback,
            @Nullable String query,
            List<String> host,
            List<String> origin,
            List<String> site,
            List<String> type,
            long length) {
        return new Request(method, secure, loopback, query, host, null, origin, site, type, length);
    }
}
