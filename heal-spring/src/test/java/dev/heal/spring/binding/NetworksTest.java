package dev.heal.spring.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A network is its first bits")
class NetworksTest {

    @ParameterizedTest(name = "{0} contains {1}: {2}")
    @CsvSource({
        "10.0.0.0/8,     10.255.1.2,        true",
        "10.0.0.0/8,     11.0.0.1,          false",
        "192.168.4.0/22, 192.168.7.255,     true",
        "192.168.4.0/22, 192.168.8.0,       false",
        "127.0.0.1,      127.0.0.1,         true",
        "127.0.0.1,      127.0.0.2,         false",
        "0.0.0.0/0,      8.8.8.8,           true",
        "0.0.0.0/0,      ::1,               false",
        "::1,            0:0:0:0:0:0:0:1,   true",
        "fd00::/8,       fd12::1,           true",
        "fd00::/8,       fe80::1%eth0,      false",
        "fe80::/10,      fe80::1%eth0,      true",
        "10.0.0.0/8,     ::ffff:10.1.2.3,   true",
        "any,            ,                  true",
        "10.0.0.0/8,     ,                  false",
        "10.0.0.0/8,     somewhere.example, false",
    })
    void of_addresses(String network, String address, boolean contained) {
        assertThat(Networks.of(List.of(network)).contain(address)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "1.2.3",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/x",
                "300.1.1.1",
                "1.2.3.256",
                "1.2.3.4.5",
                "1.2.3.٣",
                "::/129",
                "/8"
            })
    void what_is_none(String text) {
        assertThat(Networks.isNetwork(text)).isFalse();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "10.1.2.3,                10.1.2.3",
        "2001:db8::1,             20010db800000000/64",
        "2001:db8:0:0:ffff::2%e0, 20010db800000000/64",
        "2001:db8:0:1::1,         20010db800000001/64",
        "::ffff:10.1.2.3,         ::ffff:10.1.2.3",
        "somewhere,               somewhere"
    })
    void who_has_one_address_of_ipv6_has_all_of_its_network(String address, String user) {
        assertThat(Networks.user(address)).isEqualTo(user);
    }

    @Test
    void none_contain_nothing() {
        assertThat(Networks.of(List.of()).contain("127.0.0.1")).isFalse();
    }
}
