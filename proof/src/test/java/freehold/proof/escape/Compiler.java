package freehold.proof.escape;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes static executables of the programs, into {@code target}, and only of those that changed. */
final class Compiler {
    private static final List<String> FLAGS =
            List.of("-std=gnu17", "-O1", "-static", "-pthread", "-Wall", "-Wextra", "-Werror");
    private static final Pattern NUMBER = Pattern.compile("(?m)^#\\s*define __NR_(\\w+) (\\d+)$");

    private final Path suite;
    private final Path target;

    Compiler(Path suite, Path target) {
        this.suite = suite;
        this.target = target;
    }

    /** The executable of a C file. */
    Path executable(Path source) throws IOException, InterruptedException {
        String name = suite.relativize(source).toString().replace('/', '-').replace(".c", "");
        Path executable = target.resolve(name);
        if (!Files.exists(executable) || modified(executable).compareTo(newest(source)) < 0) {
            Files.createDirectories(target);
            Process gcc = new ProcessBuilder(command(source, executable))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(gcc.getInputStream().readAllBytes(), UTF_8);
            if (gcc.waitFor() != 0) {
                throw new IllegalStateException(source + " does not compile: " + text);
            }
        }
        return executable;
    }

    private List<String> command(Path source, Path executable) {
        List<String> command = new ArrayList<>(List.of("gcc"));
        command.addAll(FLAGS);
        command.addAll(List.of("-I", suite.toString(), "-o", executable.toString(), source.toString()));
        return command;
    }

    private FileTime newest(Path source) throws IOException {
        FileTime program = modified(source);
        FileTime probe = modified(suite.resolve("probe.h"));
        return program.compareTo(probe) > 0 ? program : probe;
    }

    private static FileTime modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }

    /** The numbers of this machine's system calls by name, as its C compiler knows them. */
    static Map<String, Integer> systemCalls() throws IOException, InterruptedException {
        Process gcc =
                new ProcessBuilder("gcc", "-E", "-dD", "-include", "asm/unistd.h", "-x", "c", "/dev/null").start();
        String text = new String(gcc.getInputStream().readAllBytes(), UTF_8);
        if (gcc.waitFor() != 0) {
            throw new IllegalStateException("gcc does not know the system calls");
        }
        Map<String, Integer> numbers = new HashMap<>();
        for (var found = NUMBER.matcher(text); found.find(); ) {
            numbers.put(found.group(1), Integer.valueOf(found.group(2)));
        }
        return numbers;
    }
}
