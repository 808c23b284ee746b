package freehold.proof.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages point at something, decisions have numbers of their own, and no file names the host of a package registry. */
class PagesTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]\\n]*\\]\\(([^)\\s#]+)[^)\\n]*\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z][a-z0-9+.-]*:.*");
    private static final Pattern DECISION = Pattern.compile("^(\\d{4})-[a-z0-9-]+\\.md$");
    private static final Pattern REGISTRY =
            Pattern.compile("\\b(registry|proxy|repo1?|index|files|deb|archive|security|static|rubygems|packages)"
                    + "\\.(npmjs|golang|maven|crates|pythonhosted|debian|ubuntu|rust-lang|docker|yarnpkg|rubygems)\\.|\\bpypi\\.(org|io)\\b"
                    + "|\\b(docker|ghcr|quay|gcr)\\.io\\b");
    private static final Pattern CODE = Pattern.compile("```.*?```", Pattern.DOTALL);
    private static final int LINES_MANY = 300;

    private final Checkout checkout = Checkout.here();

    @Test
    void relative_links_lead_somewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : checkout.files(".md")) {
            LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !ELSEWHERE.matcher(target).matches())
                    .filter(target -> !Files.exists(page.resolveSibling(target)))
                    .forEach(target -> dead.add(checkout.relative(page) + " → " + target));
        }

        assertThat(dead).isEmpty();
    }

    @Test
    void decisions_have_numbers_of_their_own_without_gaps() throws IOException {
        try (var pages = Files.list(checkout.home().resolve("docs/adr"))) {
            List<Integer> numbers = pages.map(
                            page -> DECISION.matcher(page.getFileName().toString()))
                    .filter(name -> name.matches())
                    .map(name -> Integer.valueOf(name.group(1)))
                    .sorted()
                    .toList();

            assertThat(numbers).isNotEmpty().doesNotHaveDuplicates();
            assertThat(numbers.getLast()).isEqualTo(numbers.size());
        }
    }

    @Test
    void no_file_names_the_host_of_a_registry() throws IOException {
        List<String> naming = new ArrayList<>();
        for (Path file : checkout.files(
                ".java", ".c", ".h", ".md", ".xml", ".yaml", ".yml", ".json", ".sh", ".py", ".ts", "Makefile")) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (REGISTRY.matcher(text).find()) {
                naming.add(checkout.relative(file));
            }
        }

        assertThat(naming).isEmpty();
    }

    /** A sign to look at and not a limit to cut to: the list is printed, and only twice the size fails, of what is no test. */
    @Test
    void files_hold_one_thing() throws IOException {
        List<String> enormous = new ArrayList<>();
        for (Path file : checkout.files(".java", ".c", ".h")) {
            int lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1).size();
            if (lines > LINES_MANY) {
                System.out.println("above " + LINES_MANY + " lines: " + checkout.relative(file) + ", " + lines);
            }
            if (lines > 2 * LINES_MANY && !checkout.relative(file).contains("test/")) {
                enormous.add(checkout.relative(file));
            }
        }

        assertThat(enormous).isEmpty();
    }
}
