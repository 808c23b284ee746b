package freehold.wire.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of packs that a test writes. */
final class PackFolder {
    /** The smallest pack with a build step that has no mistake. */
    static final String SMALL = """
            pack: tiny
            title: Tiny
            aliases: [tn]
            extensions: [tn]
            source: main.tn
            licence: MIT
            build:
              argv: ["{executable}", "-o", "program", "{files}", "{build_args}"]
              filter: interpreted
              keeps: [program]
            run:
              argv: ["./program", "{args}"]
              env: {HEAP: "{heap_mib}m"}
              filter: compiled
              limits: {cpu: 500ms, memory: 128MiB, processes: 8}
            host:
              debian: tiny-compiler
              version:
                argv: ["{executable}", "--version"]
                pattern: 'tiny ([0-9.]+)'
              places:
                - find: [/usr/bin/tiny]
                  build_root: {include: [base], files: ["{executable}"]}
                  run_root: {label: compiled, include: [base]}
            samples:
              - {name: greets, code: "greet", ends: succeeded, stdout: "hello"}
              - {name: loops, code: "loop", ends: cpu_exceeded, limits: {cpu: 1s}}
            """;

    private static final String PARTS = "base: {files: [\"/usr/lib/{triplet}/libc.so.6\"]}\n";

    private final Path folder;

    PackFolder(Path folder) {
        this.folder = folder;
        write("parts.yaml", PARTS);
    }

    PackFolder pack(String name, String yaml) {
        write(name + "/pack.yaml", yaml);
        return this;
    }

    PackFolder parts(String yaml) {
        write("parts.yaml", yaml);
        return this;
    }

    List<PackFile> read() {
        return PackFiles.read(folder);
    }

    List<PackFile> readWith(PackFolder site) {
        return PackFiles.read(folder, site.folder);
    }

    /** The faults of a pack that is as the small one but for one replacement. */
    List<PackFault> faultsWhen(String part, String replacement) {
        if (!SMALL.contains(part)) {
            throw new IllegalArgumentException("the small pack has no " + part);
        }
        pack("tiny", SMALL.replace(part, replacement));
        try {
            read();
            return List.of();
        } catch (PackFilesRefused e) {
            return e.faults();
        }
    }

    private void write(String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
