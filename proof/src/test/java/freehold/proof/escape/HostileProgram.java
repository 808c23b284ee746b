package freehold.proof.escape;

import freehold.cell.FilterClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One program of the suite.
 *
 * @param name the folder, which is the boundary, and the file's name without its kind: {@code kernel/ptrace}
 * @param file its source
 */
record HostileProgram(String name, Path file, Header header) {
    private static final Set<String> KINDS = Set.of("c", "sh", "py", "mjs", "java");

    /** All of them, in the order of their names. */
    static List<HostileProgram> all(Path suite) throws IOException {
        try (var files = Files.walk(suite)) {
            return files.filter(file -> suite.relativize(file).getNameCount() == 2)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> read(suite, file))
                    .toList();
        }
    }

    private static HostileProgram read(Path suite, Path file) {
        String relative = suite.relativize(file).toString();
        int dot = relative.lastIndexOf('.');
        if (dot < 0 || !KINDS.contains(relative.substring(dot + 1))) {
            throw new IllegalArgumentException(file + ": programs end in one of " + KINDS);
        }
        try {
            return new HostileProgram(relative.substring(0, dot), file, Header.of(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean isCompiled() {
        return file.toString().endsWith(".c");
    }

    /** How the file is called in the cell: Java wants its class's name, the others are known by the suite's. */
    String fileName() {
        return isCompiled()
                ? name.substring(name.indexOf('/') + 1)
                : file.getFileName().toString();
    }

    List<FilterClass> classes() {
        List<String> words = header.words("Class");
        if (words.equals(List.of("any"))) {
            return List.of(FilterClass.values());
        }
        return words.stream()
                .map(word -> FilterClass.valueOf(word.toUpperCase(Locale.ROOT)))
                .toList();
    }

    /** What is to be added to the command line, one run each; without cases one run without an argument. */
    List<String> cases() {
        List<String> cases = header.words("Cases");
        return cases.isEmpty() ? List.of("") : cases;
    }

    Promise promise(String oneCase) {
        return Promise.of(header.get("Promise"), oneCase);
    }

    /** The functions of the daemon whose absence alone opens the boundary; empty when more than one holds it. */
    List<String> without() {
        String text = header.get("Without");
        return text.startsWith("none alone: ") ? List.of() : Arrays.asList(text.split(",\\s*"));
    }

    Cells cells() {
        return header.find("Cells").map(Cells::of).orElse(Cells.ONE);
    }

    /** How many cells a program wants, and how they stand to each other. */
    enum Cells {
        ONE,
        TWO_AT_ONCE,
        ONE_AFTER_THE_OTHER;

        static Cells of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }
    }
}
