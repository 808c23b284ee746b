package freehold.proof.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a place is called says what it is; names that say nothing are not for use. And every package says what it is. */
class NamesTest {
    private static final Set<String> SAY_NOTHING = Set.of(
            "util",
            "utils",
            "common",
            "shared",
            "helper",
            "helpers",
            "manager",
            "impl",
            "base",
            "abstract",
            "data",
            "info",
            "misc");
    private static final Set<String> ABSTRACT = Set.of("abstract", "base");
    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[-_.]");
    private static final int PROSE_WORDS = 12;

    private final Checkout checkout = Checkout.here();

    @Test
    void no_package_type_or_file_has_a_name_that_says_nothing() throws IOException {
        var wrong = checkout.files(".java", ".c", ".h", ".ts", ".py", ".sql").stream()
                .map(checkout::relative)
                .filter(file -> !file.endsWith("/package-info.java"))
                .filter(file -> Stream.of(file.split("/")).anyMatch(NamesTest::saysNothing));

        assertThat(wrong).isEmpty();
    }

    @Test
    void every_package_is_null_marked_and_says_in_prose_what_it_is() throws IOException {
        Set<Path> packages = new TreeSet<>();
        checkout.files(".java").stream()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .forEach(file -> packages.add(file.getParent()));

        assertThat(packages).isNotEmpty().allSatisfy(directory -> {
            Path page = directory.resolve("package-info.java");
            assertThat(page).exists();
            String text = Files.readString(page);
            assertThat(text).contains("@NullMarked");
            int end = text.indexOf("*/");
            assertThat(end).as("no comment in %s", page).isPositive();
            assertThat(text.substring(0, end).split("\\s+"))
                    .as("prose of %s", page)
                    .hasSizeGreaterThan(PROSE_WORDS);
        });
    }

    @Test
    void no_file_is_named_like_another_but_for_case() throws IOException {
        List<String> names = checkout.files("").stream().map(checkout::relative).toList();

        assertThat(names.stream().map(name -> name.toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
    }

    /** By what it ends in, as in UserManager, or begins with, as in AbstractUser: within, as in SharedLibraries, a word may be a term. */
    private static boolean saysNothing(String name) {
        List<String> words = Arrays.stream(WORDS.split(name.replaceAll("\\.[a-z]+$", "")))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        boolean isType = name.endsWith(".java"); // elsewhere it may be a term: abstract sockets
        return SAY_NOTHING.contains(words.getLast()) || (isType && ABSTRACT.contains(words.getFirst()));
    }
}
