package freehold.control.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {
    private static boolean allowed(Destinations destinations, String address) {
        return destinations.allows("name", 443, InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd00::1",
                "ff02::1",
                "64:ff9b::7f00:1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "2002:7f00:1::",
                "2001:0:1::1",
                "2001:db8::1",
                "3fff::1"
            })
    void what_is_not_public_is_off_limits(String address) {
        assertThat(allowed(Destinations.PUBLIC, address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "100.128.0.1", "11.0.0.1", "2606:4700::1111", "2a00:1450::1"})
    void what_is_public_is_not(String address) {
        assertThat(allowed(Destinations.PUBLIC, address)).isTrue();
    }

    @Test
    void the_operator_lists_ranges_and_places() {
        Destinations listed = Destinations.parse(List.of("10.1.0.0/16", "fd00::/8", "Hooks.Internal:8443"));

        assertThat(allowed(listed, "10.1.2.3")).isTrue();
        assertThat(allowed(listed, "10.2.2.3")).isFalse();
        assertThat(allowed(listed, "fd12::1")).isTrue();
        assertThat(listed.allows("hooks.internal", 8443, InetAddress.ofLiteral("192.168.0.1")))
                .isTrue();
        assertThat(listed.allows("hooks.internal", 22, InetAddress.ofLiteral("192.168.0.1")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"hooks.internal, 22", "hooks.internal, 443", "other.internal, 8443", "internal, 8443"})
    void a_place_is_one_port_of_one_name(String host, int port) {
        Destinations listed = Destinations.parse(List.of("hooks.internal:8443"));

        assertThat(listed.allows(host, port, InetAddress.ofLiteral("192.168.0.1")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "10.0.0.0/33", "10.0.0/8", "http://host:1", "host:", "a b:1"})
    void what_is_neither_is_refused(String text) {
        assertThatThrownBy(() -> Destinations.parse(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }
}
