package freehold.cli.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ClassFormatTest {
    @TempDir
    private Path folder;

    @Test
    void a_library_of_the_format_of_java_5_becomes_one_that_the_start_up_cache_takes_and_that_the_verifier_accepts()
            throws Exception {
        Path library = library();
        Path renewed = folder.resolve("renewed.jar");

        ClassFormat.renew(library, renewed);

        assertThat(versions(library)).contains(ClassFile.JAVA_5_VERSION);
        assertThat(versions(renewed)).isNotEmpty().allMatch(version -> version >= ClassFile.JAVA_6_VERSION);
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {renewed.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (String name : names(renewed)) {
                // initialised, and so verified
                assertThat(Class.forName(name, true, classes).getClassLoader()).isSameAs(classes);
            }
        }
    }

    @Test
    void what_is_no_class_stays_and_so_does_the_order_of_bytes() throws Exception {
        Path once = folder.resolve("once.jar");
        Path twice = folder.resolve("twice.jar");

        ClassFormat.renew(library(), once);
        ClassFormat.renew(library(), twice);

        assertThat(once).hasSameBinaryContentAs(twice);
        try (JarFile jar = new JarFile(once.toFile());
                JarFile before = new JarFile(library().toFile())) {
            assertThat(jar.getManifest()).isEqualTo(before.getManifest());
            assertThat(jar.size()).isEqualTo(before.size());
        }
    }

    private static Path library() throws URISyntaxException {
        return Path.of(CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static List<String> names(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return Collections.list(file.entries()).stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith("picocli/") && name.endsWith(".class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
        }
    }

    private static List<Integer> versions(Path jar) throws IOException {
        List<Integer> versions = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                if (entry.getName().startsWith("picocli/") && entry.getName().endsWith(".class")) {
                    try (InputStream bytes = file.getInputStream(entry)) {
                        versions.add(ClassFile.of().parse(bytes.readAllBytes()).majorVersion());
                    }
                }
            }
        }
        return versions;
    }
}
