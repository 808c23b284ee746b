package freehold.proof.structure;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files and the compiled classes of the checkout that the tests run in. */
record Checkout(Path home) {
    /** The modules, from the innermost out. */
    static final List<String> MODULES = List.of("domain", "wire", "control", "worker", "cli");

    private static final Set<String> NOT_OURS = Set.of("target", "build", ".build", ".git", ".mvn", "node_modules");
    private static final ClassFileImporter IMPORTER = new ClassFileImporter();

    static Checkout here() {
        return new Checkout(Path.of(System.getProperty("freehold.home", ".."))
                .toAbsolutePath()
                .normalize());
    }

    Path classes(String module) {
        return home.resolve(module).resolve("target/classes");
    }

    /** What the main code of one module was compiled to. */
    JavaClasses module(String module) {
        return IMPORTER.importPath(classes(module));
    }

    /** What all main code was compiled to. */
    JavaClasses all() {
        return IMPORTER.importPaths(MODULES.stream().map(this::classes).toList());
    }

    /** Files whose names end so, without what tools leave behind. */
    List<Path> files(String... endings) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean ours = !NOT_OURS.contains(directory.getFileName().toString());
                return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && endsSo(file)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            private boolean endsSo(Path file) {
                return List.of(endings).stream()
                        .anyMatch(ending -> file.getFileName().toString().endsWith(ending));
            }
        });
        return found;
    }

    String relative(Path file) {
        return home.relativize(file).toString();
    }
}
