package freehold.control.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
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
        byte[] first = XaesGcm.sealed(key(1), NONCE, new byte[0], PLAIN);
        byte[] second =
                XaesGcm.sealed(key(3), NONCE, "c2sp.org/XAES-256-GCM".getBytes(StandardCharsets.US_ASCII), PLAIN);

        assertThat(HexFormat.of().formatHex(first))
                .isEqualTo("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
        assertThat(HexFormat.of().formatHex(second))
                .isEqualTo("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
    }

    @Test
    void any_flipped_bit_is_refused() {
        byte[] key = XaesGcm.key();
        byte[] beside = {1, 2, 3};
        byte[] sealed = XaesGcm.seal(key, new byte[0], beside, PLAIN);

        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(XaesGcm.open(key, changed, 0, beside)).as("bit %d", bit).isEmpty();
        }
        assertThat(XaesGcm.open(key, sealed, 0, beside)).contains(PLAIN);
    }
}
