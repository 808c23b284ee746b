package freehold.wire.api;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Limit;
import freehold.cell.Tier;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.quantity.Digest;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.Malformed;
import freehold.refusal.NotOffered;
import freehold.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The codec by itself; what it is answered with over HTTP is tested in control. */
final class RequestDecoderTest {
    private static final Digest STORED = new Digest("a".repeat(64));

    private static Decoded decode(String json) {
        return decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Decoded decode(byte[] json) {
        return RequestDecoder.decode(
                json, digest -> digest.equals(STORED) ? Optional.of(new Content.Stored(digest, 3)) : Optional.empty());
    }

    private static Request understood(Decoded decoded) {
        return ((Decoded.Understood) decoded).request();
    }

    private static String text(Content content) {
        return switch (content) {
            case Content.Inline(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
            case Content.Stored(Digest digest, var _) -> digest.toString();
        };
    }

    @Test
    void letters_in_utf_16_are_not_taken_for_json() {
        byte[] wide = "{\"runtime\": \"c\", \"source\": \"\"}".getBytes(StandardCharsets.UTF_16LE);

        assertThat(decode(wide)).isInstanceOf(Decoded.Declined.class);
        for (int at = 0; at < 24; at++) {
            byte[] one = "{\"runtime\": \"c\", \"source\": \"\"}".getBytes(StandardCharsets.UTF_8);
            one[at] = 0;
            assertThat(decode(one)).isInstanceOf(Decoded.Declined.class);
        }
    }

    @Test
    void half_of_a_surrogate_pair_is_refused_wherever_it_stands() {
        for (String half : new String[] {"\\ud83d", "\\ude00", "a\\ud83d", "\\ud83da", "\\ude00\\ud83d", "é\\ud83d"}) {
            assertThat(decode("{\"runtime\": \"c\", \"source\": \"%s\"}".formatted(half)))
                    .isInstanceOf(Decoded.Declined.class);
        }
        Request whole = understood(decode("{\"runtime\": \"c\", \"source\": \"\\ud83d\\ude00\"}"));
        assertThat(text(whole.source().orElseThrow())).isEqualTo("\ud83d\ude00");
    }

    /** What the parser reads as bytes and what it reads as characters, and names of each of the lengths that it has ways of its own for. */
    @Test
    void half_of_a_surrogate_pair_in_a_name_is_told_as_that() {
        for (String half :
                List.of("\\ud83d", "\\ude00", "\\ud83da", "\\ud83d\\n", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00")) {
            for (int before = 0; before < 20; before++) {
                for (String value : List.of("e", "é")) {
                    String name = "a".repeat(before) + half;
                    assertThat(decode("{\"runtime\": \"c\", \"labels\": {\"%s\": \"%s\"}}".formatted(name, value))
                                    .toString())
                            .as(name)
                            .contains("#/labels", "Half of a surrogate pair in a name, at line 1, column ");
                }
            }
        }
        assertThat(decode("{\"runtime\": \"c\", \"source\": surrogate}").toString())
                .contains("Not JSON");
    }

    /** There are two ways through the parser, of bytes that are all ASCII and of others; what it says must not tell which. */
    @Test
    void the_place_of_a_fault_is_the_same_with_letters_beyond_ascii_after_it() {
        String broken = "{\"runtime\": \"c\",\n \"source\": tru, \"stdin\": \"";

        assertThat(decode(broken + "é")).isEqualTo(decode(broken + "e"));
        assertThat(decode(broken + "e").toString()).contains("line 2");
    }

    @Property
    void a_text_comes_through_whole(@ForAll @CharRange(from = '\1', to = '\ud7ff') String source) {
        String json = JsonMapper.shared().writeValueAsString(Map.of("runtime", "c", "source", source));

        assertThat(text(understood(decode(json)).source().orElseThrow())).isEqualTo(source);
    }

    /** How a character can be written in a string, and which one it is. */
    private static final Map<String, String> WRITTEN = Map.ofEntries(
            Map.entry("a", "a"),
            Map.entry("\u007f", "\u007f"),
            Map.entry("\\n", "\n"),
            Map.entry("\\t", "\t"),
            Map.entry("\\r", "\r"),
            Map.entry("\\b", "\b"),
            Map.entry("\\f", "\f"),
            Map.entry("\\/", "/"),
            Map.entry("/", "/"),
            Map.entry("\\\"", "\""),
            Map.entry("\\\\", "\\"),
            Map.entry("\\u0041", "A"),
            Map.entry("\\ud83d\\ude00", "\ud83d\ude00"));

    @Property
    void each_way_to_write_a_text_means_the_same(@ForAll List<@IntRange(max = 12) Integer> pieces) {
        List<String> ways = WRITTEN.keySet().stream().sorted().toList();
        String written = pieces.stream().map(ways::get).collect(joining());
        String meant = pieces.stream().map(ways::get).map(WRITTEN::get).collect(joining());

        Request request = understood(
                decode("{\"runtime\": \"c\", \"source\": \"" + written + "\", \"stdin\":\"" + written + "\"}"));

        assertThat(text(request.source().orElseThrow())).isEqualTo(meant);
        assertThat(text(request.stdin())).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\q", "\\", "\\u12", "\n", "\t"})
    void what_no_string_may_have_is_declined(String written) {
        assertThat(decode("{\"runtime\": \"c\", \"source\": \"a" + written + "\"}"))
                .isInstanceOf(Decoded.Declined.class);
        assertThat(decode("{\"runtime\": \"c\", \"source\": \"a" + written)).isInstanceOf(Decoded.Declined.class);
    }

    @ParameterizedTest
    @CsvSource({"4096, true", "4097, false"})
    void names_are_kept_by_the_parser_and_so_are_short(int length, boolean understood) {
        for (String first : List.of("n", "é")) { // read as bytes, and as characters
            String name = first + "n".repeat(length - 1);

            assertThat(
                            decode("{\"runtime\": \"c\", \"source\": \"\", \"env\": {\"" + name + "\": \"\"}}")
                                    instanceof Decoded.Understood)
                    .isEqualTo(understood);
        }
    }

    @Test
    void reads_every_field() {
        String json = """
                {"runtime": "c@12", "entry": "a.c", "args": ["x", ""], "env": {"A": "1"},
                 "files": [{"path": "a.c", "content": "é"}, {"path": "b", "content_base64": "AA==", "executable": true},
                           {"path": "c", "blob": "sha256:%s"}],
                 "build": {"args": ["-O2"], "env": {"B": "2"}}, "stdin_base64": "aGk=", "limits": {"cpu_ms": 7, "open_files": 9},
                 "build_limits": {"wall_ms": 8}, "tier": "process", "collect": ["*.png"], "labels": {"l": "v"}}""".formatted(STORED.hex());

        Request request = understood(decode(json));

        assertThat(request.runtime()).isEqualTo("c@12");
        assertThat(request.entry().orElseThrow().value()).isEqualTo("a.c");
        assertThat(request.args()).containsExactly("x", "");
        assertThat(request.env()).isEqualTo(Map.of("A", "1"));
        assertThat(request.files().stream().map(file -> text(file.content())))
                .containsExactly("é", "\0", STORED.toString());
        assertThat(request.files().get(1).executable()).isTrue();
        assertThat(request.buildArgs()).containsExactly("-O2");
        assertThat(request.buildEnv()).isEqualTo(Map.of("B", "2"));
        assertThat(text(request.stdin())).isEqualTo("hi");
        assertThat(request.limits()).isEqualTo(Map.of(Limit.CPU, 7L, Limit.OPEN_FILES, 9L));
        assertThat(request.buildLimits()).isEqualTo(Map.of(Limit.WALL, 8L));
        assertThat(request.tier()).contains(Tier.PROCESS);
        assertThat(request.collect()).containsExactly("*.png");
        assertThat(request.labels()).isEqualTo(Map.of("l", "v"));
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "7.0, 7",
        "7.000e0, 7",
        "1e3, 1000",
        "1E+3, 1000",
        "1.25e2, 125",
        "70e-1, 7",
        "9223372036854775807.0, 9223372036854775807",
        "9.223372036854775807e18, 9223372036854775807",
        "9.3e18, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "1e999999999, 9223372036854775807",
        "1e99999999999999999999, 9223372036854775807",
        "-1.0, -1",
        "-1e999999999, -9223372036854775808",
        "-0.0, 0",
        "0e99999999999999999999, 0",
        "0e-99999999999999999999, 0",
    })
    void a_number_is_whole_by_what_it_is_and_not_by_how_it_is_written(String written, long whole) {
        Request request =
                understood(decode("{\"runtime\": \"c\", \"source\": \"\", \"limits\": {\"cpu_ms\": " + written + "}}"));

        assertThat(request.limits()).isEqualTo(Map.of(Limit.CPU, whole));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.5", "1e-1", "15e-1", "1e-999999999", "1e-99999999999999999999", "7.00000000000000000001"})
    void one_with_a_fraction_is_refused(String written) {
        Decoded decoded = decode("{\"runtime\": \"c\", \"source\": \"\", \"limits\": {\"cpu_ms\": " + written + "}}");

        assertThat(((Malformed) ((Decoded.Declined) decoded).refusal()).faults())
                .containsExactly(
                        new FieldFault("#/limits/cpu_ms", "must be a whole number, not a number with a fraction"));
    }

    @Test
    void finds_all_faults_of_a_form_in_one_pass() {
        Decoded decoded =
                decode("{\"runtime\": 1, \"sauce\": [{}], \"args\": [\"a\", null], \"limits\": {\"cpu\": 1}}");

        assertThat(((Malformed) ((Decoded.Declined) decoded).refusal()).faults())
                .extracting(FieldFault::pointer)
                .containsExactly("#/runtime", "#/sauce", "#/args/1", "#/limits/cpu");
    }

    @Test
    void a_wrong_form_weighs_more_than_what_is_not_offered_and_that_more_than_a_wrong_value() {
        String values = "\"files\": [{\"path\": \"..\", \"content\": \"\"}]";

        assertThat(((Decoded.Declined) decode(
                                "{\"runtime\": \"c\", \"network\": {\"allow\": [\"a:1\"]}, \"x\": 1, " + values + "}"))
                        .refusal())
                .isInstanceOf(Malformed.class);
        assertThat(((Decoded.Declined)
                                decode("{\"runtime\": \"c\", \"network\": {\"allow\": [\"a:1\"]}, " + values + "}"))
                        .refusal())
                .isInstanceOf(NotOffered.class);
        assertThat(((Decoded.Declined) decode("{\"runtime\": \"c\", " + values + "}")).refusal())
                .isInstanceOf(Invalid.class);
    }

    @Property
    void any_unicode_text_arrives_as_it_was_sent(@ForAll String text) {
        boolean unicode = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        byte[] json = JsonMapper.shared()
                .writeValueAsString(Map.of("runtime", "c", "source", text))
                .getBytes(StandardCharsets.UTF_8);

        Decoded decoded = decode(json);

        if (unicode) {
            assertThat(text(understood(decoded).source().orElseThrow())).isEqualTo(text);
        }
    }

    @Property
    void any_bytes_are_understood_or_declined_but_never_break_the_decoder(@ForAll byte[] bytes) {
        assertThat(decode(bytes)).isNotNull();
    }

    @Property
    void a_good_request_with_one_byte_changed_never_breaks_the_decoder(@ForAll byte changed, @ForAll int place) {
        byte[] json =
                "{\"runtime\": \"c\", \"files\": [{\"path\": \"a\", \"content\": \"\\u00e9\"}], \"limits\": {\"cpu_ms\": 10}}"
                        .getBytes(StandardCharsets.UTF_8);
        json[Math.floorMod(place, json.length)] = changed;

        assertThat(decode(json)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\": 1} | #/code | ExecutionRequest",
                "{\"files\": [{\"name\": 1}]} | #/files/0/name | File",
                "{\"limits\": {\"timeout\": 1}} | #/limits/timeout | Limits"
            })
    void an_unknown_field_is_told_with_those_of_the_contract(String request, String pointer, String schema) {
        String known = String.join(
                ", ",
                JsonMapper.shared()
                        .readTree(ContractDocument.json())
                        .at("/components/schemas/" + schema + "/properties")
                        .propertyNames());

        Refusal refusal = ((Decoded.Declined) decode(request)).refusal();

        assertThat(((Malformed) refusal).faults())
                .contains(new FieldFault(pointer, "is not a field of this object, which can have " + known));
    }

    @Test
    void the_fields_that_are_told_are_fields() {
        for (String name : RequestReader.FIELDS) {
            assertThat(((Decoded.Declined) decode("{\"" + name + "\": null}"))
                            .refusal()
                            .toString())
                    .doesNotContain("is not a field");
        }
    }
}
