package freehold.cli.bench;

import freehold.cli.settings.Places;
import freehold.runtime.CommandLine;
import freehold.runtime.Installed;
import freehold.runtime.Invocation;
import freehold.runtime.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A case without Freehold: the pack's own commands, started by {@code bare} in a directory of their own. */
final class BareProgram {
    private final Path bare;
    private final Path directory;
    private final Installed runtime;
    private final BenchCase bench;

    BareProgram(Path bare, Path directory, Installed runtime, BenchCase bench) throws IOException {
        this.bare = bare;
        this.directory = directory;
        this.runtime = runtime;
        this.bench = bench;
        Files.writeString(directory.resolve("input"), bench.stdin());
        write(0);
        if (bench.build() == BenchCase.Build.BEFORE && runtime.pack().build().isPresent()) {
            start(1, 1, runtime.pack().build().get());
        }
    }

    /** One round; its nanoseconds, the build's among them if that belongs to the case. */
    long once(int round) throws IOException {
        if (bench.build() == BenchCase.Build.BEFORE) {
            return start(1, 1, runtime.pack().run()).getFirst();
        }
        write(round);
        long build = start(1, 1, runtime.pack().build().orElseThrow()).getFirst();
        return build + start(1, 1, runtime.pack().run()).getFirst();
    }

    /** Runs the run step {@code count} times in each of {@code jobs} processes at once; the nanoseconds of all of it. */
    long together(int count, int jobs) throws IOException {
        long began = System.nanoTime();
        List<Long> _ = start(count, jobs, runtime.pack().run());
        return System.nanoTime() - began;
    }

    /**
     * A program that has another place in a cell than on the host is taken from the runtime's own tree, whose files are the host's by
     * another name.
     */
    private String onThisHost(String program) {
        if (!program.startsWith("/") || Files.exists(Path.of(program))) {
            return program;
        }
        Path roots = Places.ofThisUser().host().resolve("roots");
        return Stream.concat(runtime.buildRoot().stream(), Stream.of(runtime.runRoot()))
                .map(root -> roots.resolve(root).resolve("tree" + program))
                .filter(Files::exists)
                .map(Path::toString)
                .findFirst()
                .orElse(program);
    }

    private void write(int round) throws IOException {
        Files.writeString(directory.resolve(runtime.pack().source()), bench.sourceOf(round));
    }

    private List<Long> start(int count, int jobs, Step step) throws IOException {
        String source = runtime.pack().source();
        CommandLine line = new Invocation(source, List.of(source), List.of(), List.of()).in(runtime, step.defaults());
        List<String> command = new ArrayList<>(List.of(
                bare.toString(),
                "" + count,
                "" + jobs,
                directory.resolve("input").toString()));
        List<String> argv = new ArrayList<>(line.fill(step.argv()));
        argv.set(0, onThisHost(argv.getFirst()));
        command.addAll(argv);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        List<Long> nanos = new ArrayList<>();
        for (String each : output.lines().toList()) {
            String[] words = each.split(" ");
            if (!words[1].equals("0")) {
                throw new IOException(bench.name() + " fails bare, with status " + words[1] + ": " + command);
            }
            nanos.add(Long.parseLong(words[0]));
        }
        if (nanos.isEmpty()) {
            throw new IOException(bench.name() + " cannot be started bare: " + command);
        }
        return nanos;
    }
}
