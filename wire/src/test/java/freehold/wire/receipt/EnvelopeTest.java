package freehold.wire.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {
    /** The key of test 2 in RFC 8032, section 7.1, and what that test signs. */
    private static final byte[] PUBLIC =
            Base64.getDecoder().decode("MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=");

    /** The example of the specification of DSSE, version 1. */
    @Test
    void what_is_signed_is_type_and_payload_with_their_lengths() {
        byte[] bytes = Envelope.signedBytes(
                "http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.US_ASCII));

        assertThat(new String(bytes, StandardCharsets.US_ASCII))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void parsing_undoes_writing() {
        Envelope envelope = new Envelope("t", new byte[] {0, (byte) 0xff}, "k", new byte[] {1, 2, 3});

        Envelope parsed = Envelope.parse(envelope.json());

        assertThat(parsed.payloadType()).isEqualTo("t");
        assertThat(parsed.payload()).isEqualTo(envelope.payload());
        assertThat(parsed.keyId()).isEqualTo("k");
        assertThat(parsed.signature()).isEqualTo(envelope.signature());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{}",
                "[]",
                "null",
                "{\"payload\":\"AA==\",\"payloadType\":\"t\",\"signatures\":[]}",
                "{\"payload\":\"AA==\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"AA==\"},{\"sig\":\"AA==\"}]}",
                "{\"payload\":\"*\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"AA==\"}]}",
                "{\"payload\":\"AA==\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":7}]}"
            })
    void what_is_no_envelope_is_refused_with_a_sentence(String json) {
        assertThatThrownBy(() -> Envelope.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it");
    }

    /** The sample of proof/receipts, which `proof/receipts/run` verifies by a library that knows nothing of Freehold. */
    @Test
    void what_an_outside_library_verifies_is_verified_here_and_one_changed_bit_is_not() throws Exception {
        Path samples = Path.of(System.getProperty("freehold.home"), "proof/receipts");
        Envelope receipt = Envelope.parse(Files.readAllBytes(samples.resolve("sample.receipt.json")));
        KeySet keys = KeySet.parse(Files.readString(samples.resolve("sample.keys.json")));
        VerifyingKey key = keys.find(receipt.keyId()).orElseThrow();

        assertThat(key.signed(receipt)).isTrue();
        for (int bit = 0; bit < 8 * receipt.payload().length; bit += 31) {
            byte[] flipped = receipt.payload().clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(key.signed(new Envelope(receipt.payloadType(), flipped, key.id(), receipt.signature())))
                    .isFalse();
        }
    }

    @Test
    void a_signature_of_any_length_that_is_not_the_keys_is_none() {
        VerifyingKey key = VerifyingKey.of(PUBLIC);
        for (int length : new int[] {0, 1, 63, 64, 65, 1_000}) {
            assertThat(key.signed(new Envelope("t", new byte[0], key.id(), new byte[length])))
                    .isFalse();
        }
    }

    @Test
    void a_key_is_read_again_from_its_pem_and_from_a_published_set() {
        VerifyingKey key = VerifyingKey.of(PUBLIC);

        assertThat(VerifyingKey.parse(key.pem())).isEqualTo(key);
        assertThat(KeySet.parse(key.pem()).find(key.id())).contains(key);
        assertThat(KeySet.parse(new String(KeySet.of(List.of(key)).json(), StandardCharsets.UTF_8))
                        .find(key.id()))
                .contains(key);
        assertThatThrownBy(() -> KeySet.parse("{\"keys\":[]}")).hasMessage("it has no keys");
        assertThatThrownBy(() -> KeySet.parse("hello")).hasMessageContaining("PEM");
    }
}
