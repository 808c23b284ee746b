package freehold.wire.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.wire.bus.Bus;
import freehold.wire.bus.BusContract;
import freehold.wire.bus.NoAnswer;
import io.nats.client.NKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Runs where a server of NATS is installed; see CONTRIBUTING.md. */
@EnabledIf("isInstalled")
final class NatsBusTest extends BusContract {
    @TempDir
    private Path folder;

    private NatsServer server;
    private NatsBus here;
    private NatsBus there;

    static boolean isInstalled() {
        return NatsServer.program().isPresent();
    }

    @BeforeEach
    void connect() throws Exception {
        server = NatsServer.start(folder, "");
        here = NatsBus.connect(access(Optional.empty()), "here");
        there = NatsBus.connect(access(Optional.empty()), "there");
    }

    @AfterEach
    void disconnect() {
        here.close();
        there.close();
        server.close();
    }

    private NatsAccess access(Optional<Path> nkey) {
        return new NatsAccess(List.of(server.address()), Optional.empty(), nkey, Optional.empty());
    }

    @Override
    protected Bus here() {
        return here;
    }

    @Override
    protected Bus there() {
        return there;
    }

    @Test
    void after_the_server_was_away_messages_come_again() throws Exception {
        try (Bus.Ear _ = there.hear("s.back", message -> Optional.of(message))) {
            server.restart();

            assertThat(askUntilAnswered("s.back", new byte[] {7}, Duration.ofMillis(300)))
                    .isEqualTo(new byte[] {7});
        }
    }

    @Test
    void a_server_that_knows_keys_lets_in_whoever_has_one_and_nobody_else() throws Exception {
        NKey key = NKey.createUser(new SecureRandom());
        Path seed = Files.writeString(folder.resolve("seed"), new String(key.getSeed()));
        Path other = Files.writeString(
                folder.resolve("other"),
                new String(NKey.createUser(new SecureRandom()).getSeed()));
        server.close();
        server = NatsServer.start(
                folder,
                "authorization { users = [ { nkey: " + new String(key.getPublicKey())
                        + ", permissions: { publish: [\"allowed\"], subscribe: [\"allowed\", \"_INBOX.>\"] } } ] }");

        try (NatsBus known = NatsBus.connect(access(Optional.of(seed)), "known");
                Bus.Ear _ = known.hear("allowed", message -> Optional.of(message))) {
            assertThat(known.isConnected()).isTrue();
            assertThatThrownBy(() -> known.ask("forbidden", new byte[1], Duration.ofMillis(300)))
                    .isInstanceOf(NoAnswer.class);
        }
        assertThatThrownBy(() -> NatsBus.connect(access(Optional.of(other)), "stranger"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> NatsBus.connect(access(Optional.empty()), "nobody"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void with_mutual_tls_a_certificate_of_the_right_authority_is_let_in_and_none_is_not() throws Exception {
        authority("ca");
        certificate("server", "ca");
        certificate("client", "ca");
        authority("other");
        certificate("stranger", "other");
        server.close();
        server = NatsServer.start(
                folder,
                "tls { cert_file: \"%s\", key_file: \"%s\", ca_file: \"%s\", verify: true }"
                        .formatted(pem("server.crt"), pem("server.key"), pem("ca.crt")));

        try (NatsBus known = NatsBus.connect(tls("client"), "known");
                Bus.Ear _ = known.hear("s.tls", message -> Optional.of(message))) {
            assertThat(known.isConnected()).isTrue();
        }
        assertThatThrownBy(() -> NatsBus.connect(tls("stranger"), "stranger")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> NatsBus.connect(access(Optional.empty()), "nobody"))
                .isInstanceOf(IOException.class);
    }

    private Path pem(String name) {
        return folder.resolve(name);
    }

    private NatsAccess tls(String who) {
        return new NatsAccess(
                List.of(server.address().replace("nats://", "tls://")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new NatsAccess.TlsFiles(pem("ca.crt"), pem(who + ".crt"), pem(who + ".key"))));
    }

    private void authority(String name) throws Exception {
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name
                + " -keyout " + pem(name + ".key") + " -out " + pem(name + ".crt"));
    }

    private void certificate(String name, String authority) throws Exception {
        openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=" + name + " -addext subjectAltName=IP:127.0.0.1"
                + " -addext basicConstraints=critical,CA:FALSE -CA " + pem(authority + ".crt") + " -CAkey "
                + pem(authority + ".key") + " -keyout " + pem(name + ".key") + " -out " + pem(name + ".crt"));
    }

    private static void openssl(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void an_address_with_a_password_is_refused_for_others_would_see_it() {
        assertThatThrownBy(() -> new NatsAccess(
                        List.of("nats://me:secret@127.0.0.1:4222"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .hasMessageContaining("--nats-nkey");
    }
}
