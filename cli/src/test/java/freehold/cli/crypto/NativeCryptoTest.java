package freehold.cli.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeCryptoTest {
    private final Random random = new Random(7);
    private Provider loaded;

    @BeforeEach
    void load() {
        assumeThat(System.getProperty("os.arch")).isIn("amd64", "aarch64");
        loaded = NativeCrypto.load().orElseThrow();
    }

    @AfterEach
    void unload() {
        if (loaded != null) {
            Security.removeProvider(loaded.getName());
        }
    }

    @Test
    void it_is_the_first_choice_for_what_a_server_does_most() throws GeneralSecurityException {
        assertThat(MessageDigest.getInstance("SHA-256").getProvider()).isSameAs(loaded);
        assertThat(Cipher.getInstance("AES/GCM/NoPadding").getProvider()).isSameAs(loaded);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 63, 64, 65, 4096, 1 << 20})
    void it_digests_and_seals_as_the_jdk_does(int size) throws GeneralSecurityException {
        byte[] content = new byte[size];
        random.nextBytes(content);
        byte[] key = new byte[32];
        random.nextBytes(key);
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);

        byte[] digest = MessageDigest.getInstance("SHA-256", loaded).digest(content);
        byte[] sealed = gcm(Cipher.getInstance("AES/GCM/NoPadding", loaded), Cipher.ENCRYPT_MODE, key, nonce, content);

        assertThat(digest).isEqualTo(MessageDigest.getInstance("SHA-256", "SUN").digest(content));
        assertThat(gcm(Cipher.getInstance("AES/GCM/NoPadding", "SunJCE"), Cipher.DECRYPT_MODE, key, nonce, sealed))
                .isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 3000})
    void it_signs_as_the_jdk_does(int size) throws GeneralSecurityException {
        byte[] message = new byte[size];
        random.nextBytes(message);
        PrivateKey key = KeyPairGenerator.getInstance("Ed25519", "SunEC")
                .generateKeyPair()
                .getPrivate();

        assertThat(Signature.getInstance("Ed25519").getProvider()).isSameAs(loaded);
        assertThat(signed(loaded.getName(), key, message)).isEqualTo(signed("SunEC", key, message));
    }

    private static byte[] signed(String provider, PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519", provider);
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 40})
    void what_was_changed_or_cut_is_told_as_the_jdk_tells_it(int left) throws GeneralSecurityException {
        byte[] key = new byte[32];
        byte[] nonce = new byte[12];
        byte[] sealed = gcm(cipher(), Cipher.ENCRYPT_MODE, key, nonce, new byte[24]);
        byte[] wrong = Arrays.copyOf(sealed, left);
        if (left == sealed.length) {
            wrong[3] ^= 1;
        }

        for (String provider : List.of(loaded.getName(), "SunJCE")) {
            Cipher opening = Cipher.getInstance("AES/GCM/NoPadding", provider);
            assertThatThrownBy(() -> gcm(opening, Cipher.DECRYPT_MODE, key, nonce, wrong))
                    .isInstanceOf(AEADBadTagException.class);
        }
    }

    private static Cipher cipher() throws GeneralSecurityException {
        return Cipher.getInstance("AES/GCM/NoPadding");
    }

    private static byte[] gcm(Cipher cipher, int mode, byte[] key, byte[] nonce, byte[] content)
            throws GeneralSecurityException {
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(nonce);
        return cipher.doFinal(content);
    }
}
