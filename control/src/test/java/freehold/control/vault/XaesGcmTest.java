package freehold.control.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

final class XaesGcmTest {
    private static final byte[] NONCE = "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PLAIN = "XAES-256-GCM".getBytes(StandardCharsets.US_ASCII);

    private static byte[] key(int filling) {
        byte[] key = new byte[XaesGcm.KEY_BYTES];
        Arrays.fill(key, (byte) filling);
        return key;
    }

    /** From the specification. The two keys differ in whether the subkey of CMAC is reduced. */
    @Test
    void it_gives_what_the_specification_says() throws Exception {
        byte[] first = new XaesGcm(key(1)).sealed(NONCE, new byte[0], PLAIN);
        byte[] second =
                new XaesGcm(key(3)).sealed(NONCE, "c2sp.org/XAES-256-GCM".getBytes(StandardCharsets.US_ASCII), PLAIN);

        assertThat(HexFormat.of().formatHex(first))
                .isEqualTo("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
        assertThat(HexFormat.of().formatHex(second))
                .isEqualTo("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
    }

    @Test
    void any_flipped_bit_is_refused() {
        XaesGcm key = new XaesGcm(XaesGcm.key());
        byte[] beside = {1, 2, 3};
        byte[] sealed = key.seal(new byte[0], beside, PLAIN);

        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(key.open(changed, 0, beside)).as("bit %d", bit).isEmpty();
        }
        assertThat(key.open(sealed, 0, beside)).contains(PLAIN);
    }

    @Test
    void keys_and_threads_do_not_meet() {
        List<XaesGcm> keys =
                Stream.generate(() -> new XaesGcm(XaesGcm.key())).limit(3).toList();
        byte[] beside = {1, 2, 3};

        List<byte[]> sealed = IntStream.range(0, 300)
                .parallel()
                .mapToObj(i -> keys.get(i % 3)
                        .seal(new byte[0], beside, Integer.toString(i).getBytes(StandardCharsets.US_ASCII)))
                .toList();

        assertThat(IntStream.range(0, 300)
                        .parallel()
                        .allMatch(i -> keys.get(i % 3)
                                .open(sealed.get(i), 0, beside)
                                .filter(plain ->
                                        new String(plain, StandardCharsets.US_ASCII).equals(Integer.toString(i)))
                                .isPresent()))
                .isTrue();
        assertThat(IntStream.range(0, 300)
                        .allMatch(i -> keys.get((i + 1) % 3)
                                .open(sealed.get(i), 0, beside)
                                .isEmpty()))
                .isTrue();
    }

    @Test
    void the_same_message_is_never_sealed_alike() {
        XaesGcm key = new XaesGcm(XaesGcm.key());

        Set<String> sealed = IntStream.range(0, 1_000)
                .mapToObj(_ -> HexFormat.of().formatHex(key.seal(new byte[0], new byte[0], PLAIN)))
                .collect(Collectors.toSet());

        assertThat(sealed).hasSize(1_000);
    }

    @Test
    void a_provider_that_comes_later_is_not_passed_over_for_what_was_looked_up_before() throws Exception {
        XaesGcm key = new XaesGcm(XaesGcm.key());
        Provider later = new BouncyCastleProvider();
        byte[] before = key.seal(new byte[0], new byte[0], PLAIN);
        Security.insertProviderAt(later, 1);
        try {
            assertThat(key.open(before, 0, new byte[0])).contains(PLAIN);
            assertThat(XaesGcm.Spare.take().cipher().getProvider()).isSameAs(later);
        } finally {
            Security.removeProvider(later.getName());
        }
        assertThat(XaesGcm.Spare.take().cipher().getProvider()).isNotSameAs(later);
    }
}
