package freehold.wire.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class CanonicalObjectTest {
    /** The names of the example in RFC 8785, section 3.2.3. */
    @Test
    void members_are_in_the_order_of_their_utf_16_units() {
        String json = new CanonicalObject()
                .textsByName(
                        "x",
                        Map.of(
                                "\u20ac",
                                "1",
                                "\r",
                                "2",
                                "\ufb33",
                                "3",
                                "1",
                                "4",
                                "\ud83d\ude00",
                                "5",
                                "\u0080",
                                "6",
                                "\u00f6",
                                "7"))
                .toString();

        assertThat(json)
                .isEqualTo(
                        "{\"x\":{\"\\r\":\"2\",\"1\":\"4\",\"\u0080\":\"6\",\"\u00f6\":\"7\",\"\u20ac\":\"1\",\"\ud83d\ude00\":\"5\",\"\ufb33\":\"3\"}}");
    }

    /** The string of the example in RFC 8785, section 3.2.2. */
    @Test
    void characters_have_their_shortest_escapes() {
        String json = new CanonicalObject()
                .text("string", "\u20ac$\u000f\nA'B\"\\\\\"/")
                .toString();

        assertThat(json).isEqualTo("{\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void a_reader_of_json_finds_what_was_written() {
        CanonicalObject json = new CanonicalObject()
                .truth("t", true)
                .whole("n", -12)
                .texts("l", List.of("a", "\u0000"))
                .objects("o", List.of(new CanonicalObject()));

        assertThat(JsonMapper.shared().readTree(json.bytes()).toString())
                .isEqualTo("{\"l\":[\"a\",\"\\u0000\"],\"n\":-12,\"o\":[{}],\"t\":true}");
    }

    @Test
    void what_is_within_an_object_is_written_where_it_belongs() {
        CanonicalObject json = new CanonicalObject()
                .objects("z", List.of(new CanonicalObject().text("b", "\"").text("a", ""), new CanonicalObject()))
                .object("empty", new CanonicalObject())
                .objects("none", List.of())
                .texts("\n", List.of("\\", "x\\y"));

        assertThat(json.toString())
                .isEqualTo(
                        "{\"\\n\":[\"\\\\\",\"x\\\\y\"],\"empty\":{},\"none\":[],\"z\":[{\"a\":\"\",\"b\":\"\\\"\"},{}]}");
    }

    @Test
    void a_number_that_others_would_read_as_another_is_refused() {
        assertThatThrownBy(() -> new CanonicalObject().whole("n", 1L << 53)).hasMessageContaining("too large");
    }
}
