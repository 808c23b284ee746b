package freehold.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String HEX = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String BUT_ONE_DIGIT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85";

    @Test
    void what_is_written_can_be_read() {
        Digest digest = new Digest(HEX);

        assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                HEX,
                "sha256:",
                "sha256:abc",
                "sha512:" + HEX,
                "sha256:" + HEX + "0",
                "sha256:" + HEX + "\n",
                "sha256:" + BUT_ONE_DIGIT + "B",
                "sha256:" + BUT_ONE_DIGIT + "g",
                "sha256:" + BUT_ONE_DIGIT + "/",
                "sha256:" + BUT_ONE_DIGIT + ":",
                "sha256:" + BUT_ONE_DIGIT + "`",
                "sha256:" + BUT_ONE_DIGIT + "\u0661",
                "SHA256:" + HEX
            })
    void refuses_other_forms(String text) {
        assertThatThrownBy(() -> Digest.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
