package dev.heal.spring.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Who may look and who may order is written under heal.access")
class AccessSettingsTest {

    @Test
    void left_out_only_the_two_roles_get_in() {
        assertThat(Yaml.read(BadInputs.GOOD).access()).isEqualTo(AccessSettings.DEFAULT);
        assertThat(AccessSettings.DEFAULT)
                .hasToString("AccessSettings[readerRole=HEAL_READER, operatorRole=HEAL_OPERATOR,"
                        + " anonymousRead=false, hosts=[]]");
    }

    @Test
    void each_value_can_be_said() {
        HealSettings settings = Yaml.read("""
                heal:
                  access:
                    reader-role: OPS
                    operator-role: OPS
                    anonymous-read: true
                    hosts: [shop.example, "shop.example:8443", "[::1]:8080", 127.0.0.1]
                """);

        assertThat(settings.findings().all()).isEmpty();
        AccessSettings access = settings.access();
        assertThat(access.readerRole()).isEqualTo("OPS").isEqualTo(access.operatorRole());
        assertThat(access.anonymousRead()).isTrue();
        assertThat(access.hosts()).containsExactly("shop.example", "shop.example:8443", "[::1]:8080", "127.0.0.1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void what_cannot_be_meant_is_told_and_opens_nothing(String written, String line) {
        HealSettings settings =
                Yaml.read("heal:\n  access: { " + written + " }\n" + BadInputs.GOOD.substring("heal:\n".length()));

        assertThat(settings.findings().all()).extracting(Finding::toString).containsExactly(line);
        assertThat(settings.access()).isEqualTo(AccessSettings.NARROWEST);
        assertThat(settings.access().anonymousRead()).isFalse();
        assertThat(settings.access().hosts()).containsExactlyInAnyOrder("localhost", "127.0.0.1", "[::1]");
        assertThat(settings.targets()).isEmpty();
    }

    static Stream<Arguments> what_cannot_be_meant_is_told_and_opens_nothing() {
        return Stream.of(
                arguments(
                        "reader-role: \"\"",
                        "heal.access.reader-role (application.yml:2:26): has no value; write a text such as a-name, or"
                                + " leave it out"),
                arguments(
                        "operator-role: [A, B]",
                        "heal.access.operator-role = [A, B] (application.yml:2:13): is a list where a text belongs; write"
                                + " operator-role: a-name"),
                arguments(
                        "anonymous-read: yess",
                        "heal.access.anonymous-read = yess (application.yml:2:29): is neither true nor false; write true"
                                + " or false"),
                arguments(
                        "anonymus-read: true",
                        "heal.access.anonymus-read = true (application.yml:2:28): is not a key of access; did you mean"
                                + " anonymous-read? (known: anonymous-read, hosts, operator-role, reader-role)"),
                arguments(
                        "hosts: [\"https://shop.example\"]",
                        host("[https://shop.example]", 13, "https://shop.example")),
                arguments("hosts: shop.example/heal", host("shop.example/heal", 20, "shop.example/heal")),
                arguments("hosts: \"shop.example:99999\"", host("shop.example:99999", 20, "shop.example:99999")),
                arguments("hosts: \"*\"", host("*", 20, "*")));
    }

    private static String host(String value, int column, String host) {
        return "heal.access.hosts = " + value + " (application.yml:2:" + column + "): " + host
                + " is no name of a host; write a name with or without a port, such as shop.example or"
                + " shop.example:8443, no scheme and no path";
    }
}
