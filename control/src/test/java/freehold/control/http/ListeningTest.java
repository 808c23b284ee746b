package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ListeningTest {
    @TempDir
    private Path folder;

    private static ServerSocket taken() throws Exception {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void a_port_that_another_has_is_told_before_the_start_and_at_the_start() throws Exception {
        try (ServerSocket other = taken()) {
            ServerSettings settings = ServerSettings.onLoopback(other.getLocalPort());
            String words = "127.0.0.1:" + other.getLocalPort() + " is in use";

            assertThatThrownBy(settings::requireAddresses)
                    .isInstanceOf(AddressUnavailable.class)
                    .hasMessage(words);
            assertThatThrownBy(() -> new World(folder, Recipe.USUAL.settings(settings)).close())
                    .isInstanceOf(AddressUnavailable.class)
                    .hasMessage(words);
        }
    }

    @Test
    void the_port_of_a_dialect_that_another_has_is_told_as_that_at_the_start() throws Exception {
        try (ServerSocket other = taken()) {
            ServerSettings settings = ServerSettings.onLoopback(0)
                    .dialects(List.of(new ServerSettings.DialectPort(
                            "piston", InetAddress.getLoopbackAddress(), other.getLocalPort())));

            assertThatThrownBy(() -> new World(folder, Recipe.USUAL.settings(settings)).close())
                    .isInstanceOfSatisfying(
                            AddressUnavailable.class,
                            failed -> assertThat(failed.ofDialect()).isTrue())
                    .hasMessage("127.0.0.1:" + other.getLocalPort() + " is in use");
        }
    }

    @Test
    void a_port_that_is_free_again_after_the_start_failed_is_told_as_that() throws Exception {
        int free;
        try (ServerSocket other = taken()) {
            free = other.getLocalPort();
        }
        ServerSettings settings = ServerSettings.onLoopback(free)
                .dialects(List.of(new ServerSettings.DialectPort("piston", InetAddress.getLoopbackAddress(), free)));

        assertThatThrownBy(() -> new World(folder, Recipe.USUAL.settings(settings)).close())
                .isInstanceOf(AddressUnavailable.class)
                .hasMessage("a port was in use when it was to listen there, or is named twice");
    }

    @Test
    void an_address_of_another_machine_is_told_as_that() throws Exception {
        ServerSettings loopback = ServerSettings.onLoopback(0);
        ServerSettings settings = new ServerSettings(
                InetAddress.getByName("192.0.2.1"),
                8080,
                loopback.body(),
                loopback.blob(),
                loopback.drain(),
                loopback.idle(),
                loopback.connections(),
                List.of());

        assertThatThrownBy(settings::requireAddresses)
                .isInstanceOf(AddressUnavailable.class)
                .hasMessage("192.0.2.1 is no address of this machine");
        assertThatCode(loopback::requireAddresses).doesNotThrowAnyException();
    }
}
