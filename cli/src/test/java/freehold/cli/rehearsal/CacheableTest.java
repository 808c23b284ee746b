package freehold.cli.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CacheableTest {
    @TempDir
    private Path folder;

    @Test
    void a_library_of_the_format_of_java_5_becomes_one_that_the_start_up_cache_takes_and_that_the_verifier_accepts()
            throws Exception {
        Path library = library();
        Path renewed = folder.resolve("renewed.jar");

        Cacheable.renew(library, renewed);

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

        Cacheable.renew(library(), once);
        Cacheable.renew(library(), twice);

        assertThat(once).hasSameBinaryContentAs(twice);
        try (JarFile jar = new JarFile(once.toFile());
                JarFile before = new JarFile(library().toFile())) {
            assertThat(jar.getManifest()).isEqualTo(before.getManifest());
            assertThat(jar.size()).isEqualTo(before.size());
        }
    }

    @Test
    void a_signed_library_is_left_without_its_signature_and_with_its_classes_as_they_were() throws Exception {
        Path library = jarOf(Ed25519.class);
        Path renewed = folder.resolve("renewed.jar");

        Cacheable.renew(library, renewed);

        String name = "org/bouncycastle/math/ec/rfc8032/Ed25519.class";
        assertThat(signers(library, name)).isNotNull();
        assertThat(signers(renewed, name)).isNull();
        try (JarFile before = new JarFile(library.toFile());
                JarFile after = new JarFile(renewed.toFile());
                InputStream was = before.getInputStream(before.getJarEntry(name));
                InputStream is = after.getInputStream(after.getJarEntry(name))) {
            assertThat(is.readAllBytes()).isEqualTo(was.readAllBytes());
        }
    }

    private static CodeSigner @Nullable [] signers(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            JarEntry entry = file.getJarEntry(name);
            try (InputStream bytes = file.getInputStream(entry)) {
                bytes.readAllBytes(); // signers are known when all is read
            }
            return entry.getCodeSigners();
        }
    }

    private static Path library() throws URISyntaxException {
        return jarOf(CommandLine.class);
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
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
