package freehold.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SigningKeyFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = SigningKeyFile.in(folder);
    }

    @Test
    void is_made_at_the_first_start_closed_to_others_and_is_the_same_at_the_next() throws Exception {
        SigningKey first = SigningKeyFile.open(file).current();
        SigningKey second = SigningKeyFile.open(file).current();

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void what_one_key_signed_is_not_signed_by_another_nor_with_a_changed_bit() {
        SigningKey key = SigningKey.make();
        byte[] payload = "payload".getBytes(StandardCharsets.UTF_8);
        var envelope = key.sign("type", payload);

        assertThat(key.verifying().signed(envelope)).isTrue();
        assertThat(SigningKey.make().verifying().signed(envelope)).isFalse();
        payload[0] ^= 1;
        assertThat(key.verifying().signed(envelope)).isFalse();
    }

    /** Two libraries, one algorithm: a signature of Ed25519 has no chance in it (RFC 8032). */
    @Test
    void the_signature_is_the_one_that_the_jdk_makes() throws Exception {
        SigningKeyFile.open(file);
        String pem = Files.readString(file);
        String base64 = pem.substring(pem.indexOf('\n'), pem.indexOf("-----END PRIVATE"));
        Signature jdk = Signature.getInstance("Ed25519");
        jdk.initSign(KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64))));
        jdk.update("DSSEv1 1 t 3 abc".getBytes(StandardCharsets.US_ASCII));

        byte[] ours = SigningKey.parse(pem)
                .sign("t", "abc".getBytes(StandardCharsets.US_ASCII))
                .signature();

        assertThat(ours).isEqualTo(jdk.sign());
    }

    @Test
    void a_rotated_key_counts_without_a_restart_and_the_old_one_is_gone() throws Exception {
        SigningKeyFile open = SigningKeyFile.open(file);
        String old = open.current().id();
        String secret = Files.readString(file);

        SigningKey fresh = SigningKeyFile.rotate(file);

        assertThat(open.current().id()).isEqualTo(fresh.id()).isNotEqualTo(old);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(Files.readString(file)).isNotEqualTo(secret);
    }

    @Test
    void a_file_that_cannot_be_used_stops_the_start_and_changes_nothing_later() throws Exception {
        SigningKeyFile open = SigningKeyFile.open(file);
        String id = open.current().id();
        String other = SigningKey.make().pem();

        Files.writeString(file, other.replace("PUBLIC", "PUBIC"));
        assertThat(open.current().id()).isEqualTo(id);
        assertThatThrownBy(() -> SigningKeyFile.open(file)).hasMessageContaining("cannot be used");

        String mixed = other.substring(0, other.indexOf("-----BEGIN PUBLIC"))
                + SigningKey.make().verifying().pem();
        Files.writeString(file, mixed);
        assertThatThrownBy(() -> SigningKeyFile.open(file)).hasMessageContaining("not of one key");

        Files.writeString(file, other);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> SigningKeyFile.open(file)).hasMessageContaining("others may use");
        assertThat(open.current().id()).isEqualTo(id);
    }

    @Test
    void nothing_that_is_said_of_a_key_has_its_private_half() throws Exception {
        SigningKeyFile.open(file);
        String secret = Files.readString(file).lines().skip(1).findFirst().orElseThrow();
        SigningKey key = SigningKeyFile.open(file).current();

        assertThat(key.toString() + key.verifying() + key.verifying().pem()).doesNotContain(secret);
        assertThatThrownBy(() -> SigningKey.parse(
                        "-----BEGIN PRIVATE KEY-----\n" + secret.substring(3) + "\n-----END PRIVATE KEY-----\n"))
                .hasMessageNotContaining(secret.substring(3))
                .hasNoCause();
    }
}
