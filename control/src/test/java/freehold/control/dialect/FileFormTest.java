package freehold.control.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FileFormTest {
    private static Optional<FileForm> read(String type, String body) {
        return FileForm.read(Optional.of(type), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void parts_come_in_their_order_with_names_and_whole_content() {
        String body = String.join(
                "\r\n",
                "--b-1",
                "Content-Disposition: form-data; name=\"entity_id\"",
                "",
                "agent",
                "--b-1",
                "content-disposition: form-data; name=file; filename=\"é \\\"a\\\".csv\"",
                "Content-Type: text/csv",
                "",
                "1",
                "--b-",
                "2",
                "",
                "--b-1--",
                "");

        FileForm form = read("multipart/form-data; boundary=\"b-1\"", body).orElseThrow();

        assertThat(form.parts()).extracting(FileForm.Part::name).containsExactly("entity_id", "file");
        assertThat(form.files()).hasSize(1);
        FileForm.Part file = form.files().getFirst();
        assertThat(file.file()).hasValue("é \"a\".csv");
        assertThat(new String(file.content(), StandardCharsets.UTF_8)).isEqualTo("1\r\n--b-\r\n2\r\n");
    }

    @Test
    void a_part_may_be_empty() {
        FileForm form = read(
                        "multipart/form-data; charset=utf-8; boundary=b",
                        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n\r\n--b--")
                .orElseThrow();

        assertThat(form.files().getFirst().content()).isEmpty();
    }

    @Test
    void what_is_cut_off_or_no_form_is_none() {
        String head = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n";

        assertThat(read("multipart/form-data; boundary=b", head + "1")).isEmpty();
        assertThat(read("multipart/form-data; boundary=b", head + "1\r\n--b")).isEmpty();
        assertThat(read("multipart/form-data; boundary=b", "")).isEmpty();
        assertThat(read("multipart/form-data; boundary=b", "--b\r\nX: y\r\n\r\n1\r\n--b--"))
                .isEmpty();
        assertThat(read("multipart/form-data", head + "1\r\n--b--")).isEmpty();
        assertThat(read("application/json", "{}")).isEmpty();
        assertThat(FileForm.read(Optional.empty(), new byte[0])).isEmpty();
    }

    @Test
    void a_long_name_is_read_or_refused_as_a_short_one_is() {
        String type = "multipart/form-data; boundary=b";
        String head = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"";

        FileForm plain =
                read(type, head + "x".repeat(8_000) + "\"\r\n\r\n1\r\n--b--").orElseThrow();
        FileForm escaped = read(type, head + "\\\"\\\\".repeat(2_000) + "\"\r\n\r\n1\r\n--b--")
                .orElseThrow();
        FileForm endless =
                read(type, head + "x".repeat(8_000) + "\r\n\r\n1\r\n--b--").orElseThrow();

        assertThat(plain.files().getFirst().file()).hasValue("x".repeat(8_000));
        assertThat(escaped.files().getFirst().file()).hasValue("\"\\".repeat(2_000));
        assertThat(endless.files()).isEmpty();
    }

    @Test
    void no_more_than_a_hundred_parts_are_read() {
        String part = "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n1\r\n";

        assertThat(read("multipart/form-data; boundary=b", part.repeat(100) + "--b--"))
                .isPresent();
        assertThat(read("multipart/form-data; boundary=b", part.repeat(101) + "--b--"))
                .isEmpty();
    }
}
