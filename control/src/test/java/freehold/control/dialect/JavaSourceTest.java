package freehold.control.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JavaSourceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "import java.util.*; public class Foo { public static void main(String[] a) {} } | Foo",
                "class Node {} class App { static class In {} public static void main(String[] a) {} } | App",
                "class Node {} class App { public static void main(String[] a) {} } | App",
                "class First {} class Second {} | First",
                "// public class No {} | ",
                "/* public class No */ final class Yes {} | Yes",
                "class Yes { String s = \"public class No\\\" public class No2\"; char c = '\"'; } public final class Real {} | Real",
                "public record Point(int x) { public static void main(String[] a) {} } | Point",
                "class App { public static class In {} public static void main(String[] a) {} } class Last {} | App",
                "int x; | ",
                "\" unended | ",
                "'\\ | ",
                "/* unended | ",
            })
    void the_class_that_is_run_is_the_public_one_or_the_one_with_main(String source, String name) {
        assertThat(JavaSource.mainClass(source).orElse(null)).isEqualTo(name);
    }

    @Test
    void long_sources_take_no_longer_than_their_length() {
        String source = "public ".repeat(200_000) + "\"" + "\\\"".repeat(200_000) + " class ".repeat(200_000);

        assertThat(JavaSource.mainClass(source)).isEmpty();
    }
}
