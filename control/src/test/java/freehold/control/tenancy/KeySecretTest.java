package freehold.control.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.tenant.KeyId;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeySecretTest {
    @Test
    void it_has_no_words_for_a_log() {
        KeySecret secret = KeySecret.make(KeyId.ofDigits("01m88b1zvjed7thtnnjh5vddt4"), new Random(7));

        assertThat("made " + secret).isEqualTo("made fh_…");
    }
}
