package freehold.cli.bench;

import java.util.List;

/**
 * One program to compare with.
 *
 * @param source with {@code @} where a number makes it different from all others, if it is to be built anew each time
 */
record BenchCase(String name, String runtime, String source, String stdin, Build build) {
    /** Whether building belongs to what is measured. */
    enum Build {
        /** There is no build step, or its cached result is used; bare, it is done beforehand. */
        BEFORE,
        /** Each source is new. */
        EACH_TIME
    }

    private static final int A_MEGABYTE_OF_NUMBERS = 150_000;

    /** All, in the order of the report. */
    static List<BenchCase> all() {
        String hello = "#include <stdio.h>\n/* @ */\nint main(void) { puts(\"hello\"); return 0; }\n";
        return List.of(
                new BenchCase("Python hello", "python", "print('hello')\n", "", Build.BEFORE),
                new BenchCase("compiled hello", "c", hello, "", Build.BEFORE),
                new BenchCase("C compile and run", "c", hello, "", Build.EACH_TIME),
                new BenchCase(
                        "C++ bits/stdc++.h",
                        "cpp",
                        "#include <bits/stdc++.h>\n// @\nint main() { std::cout << \"hello\\n\"; }\n",
                        "",
                        Build.EACH_TIME),
                new BenchCase("Node hello", "javascript", "console.log('hello')\n", "", Build.BEFORE),
                new BenchCase(
                        "Java compile and run",
                        "java",
                        "// @\npublic class Main { public static void main(String[] a) { System.out.println(\"hello\"); } }\n",
                        "",
                        Build.EACH_TIME),
                new BenchCase(
                        "Python sums 1 MB",
                        "python",
                        "import sys\nprint(sum(int(line) for line in sys.stdin))\n",
                        numbers(),
                        Build.BEFORE));
    }

    private static String numbers() {
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < A_MEGABYTE_OF_NUMBERS; i++) {
            numbers.append(100_000 + i).append('\n');
        }
        return numbers.toString();
    }

    /** The source for a round: its own if it is to be built each time, and one that no other case has. */
    String sourceOf(int round) {
        return source.replace("@", build == Build.EACH_TIME ? name + " " + round : name);
    }
}
