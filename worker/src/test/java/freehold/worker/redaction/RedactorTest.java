package freehold.worker.redaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.execution.Injection;
import freehold.execution.SecretValue;
import freehold.secret.SecretName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a value looks like in output, and that none of it gets through. */
final class RedactorTest {
    private static final String VALUE = "p/ss+ w0rd=ü&Ωx";

    private static SecretValue secret(String name, String value) {
        return new SecretValue(new SecretName(name), new Injection.Variable("X"), value.getBytes(UTF_8));
    }

    /** Written in pieces that end at these places. */
    private static String passed(Redactor redactor, String output, int... cuts) {
        byte[] bytes = output.getBytes(ISO_8859_1);
        Pass pass = redactor.pass();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = 0;
        for (int cut : cuts) {
            out.writeBytes(pass.take(Arrays.copyOfRange(bytes, from, cut)));
            from = cut;
        }
        out.writeBytes(pass.take(Arrays.copyOfRange(bytes, from, bytes.length)));
        out.writeBytes(pass.end());
        return out.toString(ISO_8859_1);
    }

    static Stream<String> forms() {
        byte[] value = VALUE.getBytes(UTF_8);
        String hex = HexFormat.of().formatHex(value);
        return Stream.of(
                new String(value, ISO_8859_1),
                hex,
                hex.toUpperCase(Locale.ROOT),
                URLEncoder.encode(VALUE, UTF_8),
                URLEncoder.encode(VALUE, UTF_8).replace("+", "%20"),
                "p/ss%2B%20w0rd%3D%C3%BC%26%CE%A9x",
                "p%2fss%2b%20w0rd%3d%c3%bc%26%ce%a9x");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void each_form_is_replaced_wherever_a_program_cuts_its_writes(String form) {
        Redactor redactor = new Redactor(List.of(secret("token", VALUE)));
        String output = "before " + form + " after";

        for (int one = 0; one <= output.length(); one++) {
            for (int other = one; other <= output.length(); other++) {
                assertThat(passed(redactor, output, one, other)).isEqualTo("before [secret token] after");
            }
        }
    }

    @Test
    void a_value_in_a_longer_text_that_is_encoded_is_found_at_each_place() {
        Redactor redactor = new Redactor(List.of(secret("token", VALUE)));

        for (String before : List.of("", "a", "ab", "abc")) {
            String text = Base64.getEncoder().encodeToString((before + VALUE + "tail").getBytes(UTF_8));
            assertThat(passed(redactor, text)).as(text).contains("[secret token]");
            String url = Base64.getUrlEncoder().encodeToString((before + VALUE + "tail").getBytes(UTF_8));
            assertThat(passed(redactor, url)).as(url).contains("[secret token]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\\\"a\\\": \\\"b\\\\c/d\\\", \\\"Ω'\\\": \\n1}",
                "{\\\"a\\\": \\\"b\\\\c/d\\\", \\\"\\u03a9'\\\": \\n1}",
                "{\\\"a\\\": \\\"b\\\\c\\/d\\\", \\\"\\u03a9'\\\": \\n1}",
                "{\\\"a\\\": \\\"b\\\\c\\/d\\\", \\\"\\u03A9'\\\": \\n1}",
                "{\"a\": \"b\\\\c/d\", \"Ω\\'\": \\n1}",
                "{\"a\": \"b\\\\c/d\", \"Ω'\": \\n1}"
            })
    void a_value_within_a_literal_is_found_as_json_and_languages_write_it(String literal) {
        Redactor redactor = new Redactor(List.of(secret("account", "{\"a\": \"b\\c/d\", \"Ω'\": \n1}")));
        String output = new String(("<" + literal + ">").getBytes(UTF_8), ISO_8859_1);

        for (int cut = 0; cut <= output.length(); cut++) {
            assertThat(passed(redactor, output, cut)).isEqualTo("<[secret account]>");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\u003cb\\u003e\\u0026c=d'\\u001b\u00fc",
                "a\\u003cb\\u003e\\u0026c\\u003dd\\u0027\\u001b\u00fc",
                "a<b>&c=d'\\u001B\u00fc",
                "a<b>&c=d\\'\\x1b\\xc3\\xbc",
                "a<b>&c=d'\\x1b\\xc3\\xbc",
                "a<b>&c=d'\\x1b\u00fc"
            })
    void so_it_is_where_they_are_careful_of_html_or_show_bytes(String literal) {
        Redactor redactor = new Redactor(List.of(secret("account", "a<b>&c=d'\u001b\u00fc")));
        String output = new String(("<" + literal + ">").getBytes(UTF_8), ISO_8859_1);

        assertThat(passed(redactor, output)).isEqualTo("<[secret account]>");
    }

    @Test
    void what_is_no_value_is_passed_on_unchanged_and_at_once() {
        Redactor redactor = new Redactor(List.of(secret("token", "correct horse")));

        Pass pass = redactor.pass();

        assertThat(pass.take("no such thing\n".getBytes(UTF_8))).isEqualTo("no such thing\n".getBytes(UTF_8));
        assertThat(pass.take("correct h".getBytes(UTF_8))).isEmpty();
        assertThat(pass.take("and\n".getBytes(UTF_8))).isEqualTo("correct hand\n".getBytes(UTF_8));
        assertThat(pass.end()).isEmpty();
    }

    @Test
    void values_that_overlap_themselves_or_each_other_leave_nothing_of_either() {
        Redactor redactor = new Redactor(List.of(secret("a", "abab"), secret("b", "babx"), secret("long", "1abab2")));

        assertThat(passed(redactor, "ababab")).isEqualTo("[secret a]");
        assertThat(passed(redactor, "-ababx-")).isEqualTo("-[secret a]-");
        assertThat(passed(redactor, "1abab2", 3)).isEqualTo("[secret long]");
        assertThat(passed(redactor, "1abab3", 2)).isEqualTo("1[secret a]3");
    }

    @Test
    void a_short_value_is_found_as_it_is_and_in_no_other_form() {
        Redactor redactor = new Redactor(List.of(secret("pin", "1234")));

        assertThat(passed(redactor, "x1234y 31323334")).isEqualTo("x[secret pin]y 31323334");
    }

    @Test
    void a_value_that_ends_in_a_newline_is_found_without_it() {
        Redactor redactor = new Redactor(List.of(secret("token", "abcdefghij\n")));

        assertThat(passed(redactor, "abcdefghij; abcdefghij\n")).isEqualTo("[secret token]; [secret token]");
    }

    @Test
    void is_the_same_as_replacing_in_the_whole_whatever_is_written() {
        Random random = new Random(7);
        Redactor redactor = new Redactor(List.of(secret("t", "abca")));

        for (int round = 0; round < 2_000; round++) {
            String text = random.ints(30, 0, 3)
                    .mapToObj(i -> String.valueOf((char) ('a' + i)))
                    .collect(Collectors.joining());
            int cut = random.nextInt(31);
            String expected = text.replaceAll("abca(bca)*", "[secret t]");
            assertThat(passed(redactor, text, cut)).as(text + " at " + cut).isEqualTo(expected);
        }
    }

    /** As the pass promises it, without a thought for time: all places, those that overlap made one. */
    private static String naive(Map<String, String> values, String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            String name = "";
            int to = at;
            for (int from = at; from == at || from < to; from++) {
                for (Map.Entry<String, String> each : values.entrySet()) {
                    int end = from + each.getValue().length();
                    if (text.startsWith(each.getValue(), from) && end > to) {
                        name = from == at ? each.getKey() : name;
                        to = end;
                    }
                }
            }
            out.append(to > at ? "[secret " + name + "]" : text.substring(at, at + 1));
            at = Math.max(to, at + 1);
        }
        return out.toString();
    }

    private static String letters(Random random, int most, int kinds) {
        return random.ints(4 + random.nextInt(most), 0, kinds)
                .mapToObj(i -> String.valueOf((char) ('a' + i)))
                .collect(Collectors.joining());
    }

    @Test
    void is_the_same_as_a_naive_one_for_any_values_and_any_cuts() {
        Random random = new Random(11);

        for (int round = 0; round < 5_000; round++) {
            int kinds = 1 + random.nextInt(3);
            Map<String, String> values = new TreeMap<>();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                String value = letters(random, 4, kinds); // shorter than what is looked for in other forms
                if (!values.containsValue(value)) {
                    values.put("s" + i, value);
                }
            }
            Redactor redactor = new Redactor(values.entrySet().stream()
                    .map(each -> secret(each.getKey(), each.getValue()))
                    .toList());
            String text = letters(random, 60, kinds);
            int[] cuts =
                    random.ints(random.nextInt(20), 0, text.length()).sorted().toArray();

            assertThat(passed(redactor, text, cuts))
                    .as(values + " in " + text + " at " + Arrays.toString(cuts))
                    .isEqualTo(naive(values, text));
        }
    }

    /** Each byte of it ends a value, and begins one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void a_value_of_one_letter_takes_steps_in_proportion_and_holds_no_more_than_itself(int chunk) {
        Redactor redactor = new Redactor(List.of(secret("a", "a".repeat(1_000))));
        int length = 100_000;
        byte[] piece = "a".repeat(chunk).getBytes(UTF_8);

        Pass pass = redactor.pass();
        int most = 0;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < length; at += chunk) {
            out.writeBytes(pass.take(piece));
            most = Math.max(most, pass.held());
        }
        out.writeBytes(pass.end());

        assertThat(out.toString(UTF_8)).isEqualTo("[secret a]");
        assertThat(most).isLessThan(1_000);
        assertThat(pass.steps()).isLessThan(6L * length);
    }

    /** Or a program with many secrets that writes much would have a worker compute for minutes, when its own limits are over. */
    @Test
    void takes_no_more_steps_for_many_values_than_for_one() {
        Random random = new Random(3);
        List<SecretValue> values = IntStream.range(0, 16)
                .mapToObj(i -> secret("s" + i, "value-" + i + "/" + letters(random, 200, 26)))
                .toList();
        byte[] output = values.stream()
                .map(each -> new String(each.bytes(), UTF_8).substring(0, each.bytes().length - 1) + "\n")
                .collect(Collectors.joining())
                .repeat(50)
                .getBytes(UTF_8);

        Pass pass = new Redactor(values).pass();
        byte[] passed = pass.take(output);

        assertThat(passed).isEqualTo(output);
        assertThat(pass.steps()).isLessThan(4L * output.length);
    }

    @Test
    void a_beginning_that_is_written_byte_by_byte_is_not_copied_for_each() {
        Redactor redactor = new Redactor(List.of(secret("long", "b" + "a".repeat(60_000))));
        byte[] letter = {'a'};

        Pass pass = redactor.pass();
        pass.take(new byte[] {'b'});
        for (int i = 0; i < 59_999; i++) {
            assertThat(pass.take(letter)).isEmpty();
        }

        assertThat(pass.held()).isEqualTo(60_000);
        assertThat(pass.steps()).isLessThan(6L * 60_000);
    }

    @Test
    void a_stream_is_read_without_values_also_at_the_ends_of_its_chunks() throws IOException {
        Redactor redactor = new Redactor(List.of(secret("token", "correct horse")));
        String filler = "x".repeat((64 << 10) - 5);

        String read;
        try (InputStream in =
                redactor.redacted(new ByteArrayInputStream((filler + "correct horse" + filler).getBytes(UTF_8)))) {
            read = new String(in.readAllBytes(), UTF_8);
        }

        assertThat(read).isEqualTo(filler + "[secret token]" + filler);
    }

    @Test
    void text_is_utf_8_without_nul() throws IOException {
        assertThat(TextLook.isText(new ByteArrayInputStream("ü".repeat(70_000).getBytes(UTF_8))))
                .isTrue();
        assertThat(TextLook.isText(new ByteArrayInputStream(new byte[] {'a', 0, 'b'})))
                .isFalse();
        assertThat(TextLook.isText(new ByteArrayInputStream(new byte[] {'a', (byte) 0xff})))
                .isFalse();
        assertThat(TextLook.isText(new ByteArrayInputStream(new byte[] {'a', (byte) 0xc3})))
                .isFalse();
        assertThat(TextLook.isText(InputStream.nullInputStream())).isTrue();
    }
}
