package freehold.cli.run;

import freehold.runtime.Pack;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the language of a file: by the extension of its name, else by its first line if that is {@code #!}. The flag of the
 * command line comes before both and is not asked here.
 */
final class Language {
    private static final int FIRST_LINE_MAX = 256;
    private static final Pattern VERSION_SUFFIX = Pattern.compile("[0-9][0-9.]*$");
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");

    private Language() {}

    /** The name of the pack for a file, if any of these is for it. */
    static Optional<String> of(String fileName, byte[] content, Collection<Pack> packs) {
        return byExtension(fileName, packs).or(() -> byInterpreter(content, packs));
    }

    static Optional<String> byExtension(String fileName, Collection<Pack> packs) {
        return extension(fileName)
                .flatMap(extension -> packs.stream()
                        .filter(pack -> pack.extensions().contains(extension))
                        .map(Pack::name)
                        .findFirst());
    }

    /** What follows the last point of a name. */
    static Optional<String> extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(fileName.substring(dot + 1));
    }

    static Optional<String> byInterpreter(byte[] content, Collection<Pack> packs) {
        return interpreter(content)
                .flatMap(name -> packs.stream()
                        .filter(pack -> pack.interpreters().contains(name)
                                || pack.interpreters()
                                        .contains(VERSION_SUFFIX.matcher(name).replaceFirst("")))
                        .map(Pack::name)
                        .findFirst());
    }

    /** What a first line such as {@code #!/usr/bin/env -S python3 -u} names: the last component of the program's path. */
    static Optional<String> interpreter(byte[] content) {
        String text = new String(content, 0, Math.min(content.length, FIRST_LINE_MAX), StandardCharsets.ISO_8859_1);
        if (!text.startsWith("#!")) {
            return Optional.empty();
        }
        List<String> words = BLANKS.splitAsStream(
                        text.substring(2).lines().findFirst().orElse("").strip())
                .filter(word -> !word.isEmpty())
                .toList();
        return words.stream()
                .map(word -> word.substring(word.lastIndexOf('/') + 1))
                .filter(word -> !word.equals("env") && !word.startsWith("-") && !word.contains("="))
                .findFirst();
    }
}
