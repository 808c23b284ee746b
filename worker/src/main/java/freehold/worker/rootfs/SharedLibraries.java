package freehold.worker.rootfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the shared libraries of the host as its loader would: ld.so(8), without LD_LIBRARY_PATH. */
final class SharedLibraries {
    private static final int CONFIGURATION_DEPTH_MAX = 4;

    private final List<Path> loaders;
    private final List<Path> configured;
    private final Map<Path, Optional<ElfFile>> read = new HashMap<>();

    /**
     * One file that another needs.
     *
     * @param path on the host
     * @param reach how the loader comes to it
     */
    record Library(Path path, Reach reach) {}

    /** How the loader comes to a library. */
    enum Reach {
        /** By the place of the file that needs it, so that both can move together; or where it always looks. */
        ANYWHERE,
        /** By a path in the file that needs it. */
        BY_PATH,
        /** By ld.so.conf alone, which a cell does not have. */
        BY_CONFIGURATION
    }

    /** Where the loader in a cell looks for a library that it cannot reach as on the host. */
    Path lookedFor(Library library) {
        return loaders.get(1).resolve(library.path().getFileName());
    }

    SharedLibraries(String triplet) throws IOException {
        loaders = List.of(
                Path.of("/lib", triplet),
                Path.of("/usr/lib", triplet),
                Path.of("/lib"),
                Path.of("/usr/lib"),
                Path.of("/lib64"),
                Path.of("/usr/lib64"));
        Set<Path> folders = new LinkedHashSet<>();
        readConfiguration(Path.of("/etc/ld.so.conf"), folders, 0);
        folders.removeAll(loaders);
        configured = List.copyOf(folders);
    }

    /**
     * Loader and libraries that a file names itself, not those that they name in turn; none if it is not an ELF file. A library
     * that is not found is left out: if the toolchain could not do without it, it would not have told its version.
     */
    List<Library> of(Path file) throws IOException {
        Path real = file.toRealPath();
        Optional<ElfFile> elf = elf(real);
        List<Library> libraries = new ArrayList<>();
        if (elf.isPresent()) {
            elf.get()
                    .interpreter()
                    .map(Path::of)
                    .filter(Files::exists)
                    .ifPresent(loader -> libraries.add(new Library(loader, Reach.ANYWHERE)));
            for (String name : elf.get().needed()) {
                find(name, elf.get(), real).ifPresent(libraries::add);
            }
        }
        return libraries;
    }

    private Optional<Library> find(String name, ElfFile elf, Path real) throws IOException {
        if (name.contains("/")) {
            return fits(Path.of(name), elf, Reach.BY_PATH);
        }
        List<String> own = new ArrayList<>(elf.rpath());
        own.addAll(elf.runpath());
        for (String each : own) {
            Reach reach = each.contains("ORIGIN") ? Reach.ANYWHERE : Reach.BY_PATH;
            Optional<Library> found = fits(expand(each, real).resolve(name), elf, reach);
            if (found.isPresent()) {
                return found;
            }
        }
        for (Path each : loaders) {
            Optional<Library> found = fits(each.resolve(name), elf, Reach.ANYWHERE);
            if (found.isPresent()) {
                return found;
            }
        }
        for (Path each : configured) {
            Optional<Library> found = fits(each.resolve(name), elf, Reach.BY_CONFIGURATION);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Library> fits(Path candidate, ElfFile user, Reach reach) throws IOException {
        if (!Files.isRegularFile(candidate)) {
            return Optional.empty();
        }
        return elf(candidate.toRealPath())
                .filter(each -> each.machine() == user.machine())
                .map(_ -> new Library(candidate, reach));
    }

    private static Path expand(String path, Path real) {
        Path origin = real.resolveSibling("").normalize();
        String text = path.replace("${ORIGIN}", origin.toString()).replace("$ORIGIN", origin.toString());
        return Path.of(text).normalize();
    }

    private Optional<ElfFile> elf(Path real) throws IOException {
        Optional<ElfFile> known = read.get(real);
        if (known == null) {
            known = ElfFile.read(real);
            read.put(real, known);
        }
        return known;
    }

    private static void readConfiguration(Path file, Set<Path> folders, int depth) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException _) {
            return;
        }
        for (String each : lines) {
            String line = each.replaceFirst("#.*", "").strip();
            if (line.startsWith("include ") && depth < CONFIGURATION_DEPTH_MAX) {
                String glob = file.resolveSibling(line.substring(8).strip()).toString();
                for (Path included : PathGlobs.expand(glob, _ -> {})) {
                    readConfiguration(included, folders, depth + 1);
                }
            } else if (line.startsWith("/")) {
                folders.add(Path.of(line));
            }
        }
    }
}
