package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.execution.Lack;
import freehold.refusal.NotFound;
import freehold.refusal.QueueFull;
import freehold.refusal.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server says when it refuses, as a set: each driven through its door, each held to the letter, and shown in docs/errors.md. */
@Timeout(300)
final class RefusalsTest {
    private static final Path HOME = Path.of(System.getProperty("freehold.home"));
    private static RefusalBook book = new RefusalBook();

    /** Not driven here: a worker is known in a cluster alone. */
    private static final Set<NotFound.Thing> ELSEWHERE = EnumSet.of(NotFound.Thing.WORKER);

    @BeforeAll
    static void play(@TempDir Path folder) throws Exception {
        book = new RefusalBook(); // a second try begins with an empty one
        new RefusalScenes(folder, book).play();
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(golden(), book.text());
            Files.writeString(page(), markdown());
        }
    }

    @Test
    void each_is_as_the_golden_file_has_it() throws Exception {
        assertThat(book.text()).isEqualTo(Files.readString(golden()));
    }

    @Test
    void the_page_in_docs_has_them_below_their_kind() throws Exception {
        assertThat(Files.readString(page())).isEqualTo(markdown());
    }

    @Test
    void no_kind_is_left_out() {
        assertThat(ErrorKind.values())
                .allSatisfy(kind -> assertThat(book.of(kind)).as(kind.slug()).isNotEmpty());
    }

    @Test
    void each_case_of_a_refusal_is_a_kind_by_its_own_name_or_one_of_two_that_are_spread_over_others() {
        assertThat(Refusal.class.getPermittedSubclasses())
                .extracting(each -> each.getSimpleName()
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                        .toLowerCase(Locale.ROOT))
                .filteredOn(slug -> ErrorKind.of(slug).isEmpty())
                .containsExactlyInAnyOrder("quota-spent", "within");
    }

    @Test
    void no_thing_that_can_be_missing_and_nothing_that_can_lack_is_left_out() {
        String text = book.text();

        assertThat(EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE)))
                .allSatisfy(thing -> assertThat(text).contains("There is no such " + thing.label() + " here."));
        assertThat(Lack.values())
                .allSatisfy(lack -> assertThat(text)
                        .contains(Problem.of(lack.refusal()).document().detail()));
        assertThat(book.of(ErrorKind.QUEUE_FULL)).hasSizeGreaterThanOrEqualTo(QueueFull.Bound.values().length);
    }

    @Test
    void each_is_whole_sentences_and_says_more_than_its_title() {
        assertThat(book.entries())
                .allSatisfy(each -> assertThat(each.detail())
                        .as(each.what())
                        .matches("(?s)\\S.{20,}[.!]")
                        .doesNotContain("null", "freehold.", "Exception"));
    }

    @Test
    void none_tells_a_secret() {
        assertThat(book.text()).doesNotContain("canary", "fh_0", "Bearer fh_k");
    }

    private static Path golden() {
        return HOME.resolve("control/src/test/resources/freehold/control/http/refusals.golden");
    }

    private static Path page() {
        return HOME.resolve("docs").resolve("errors.md");
    }

    private static String markdown() {
        return ErrorPage.markdown(kind -> book.of(kind).stream()
                .map(each -> "| " + each.what() + " | " + cell(each.detail()) + " |\n")
                .distinct()
                .collect(Collectors.joining("", "\n| for example | `detail` |\n|---|---|\n", "")));
    }

    /** A bar would end the cell, and a star or an underscore would slant what follows. */
    private static String cell(String text) {
        return Arrays.stream(text.split("", -1))
                .map(each -> "|*_<>".contains(each) && !each.isEmpty() ? "\\" + each : each)
                .collect(Collectors.joining());
    }
}
