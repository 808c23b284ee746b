package freehold.cli.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;

/**
 * Writes a library again in a form that the JVM's start-up cache takes.
 *
 * <p>It takes no class of a format before that of Java 6, which has no stack maps; picocli, whose classes every command begins with, is in that
 * of Java 5, and was then read from its jar, checked the old way and linked at each start. Nothing but the format changes: the instructions
 * stay as they are.
 *
 * <p>Nor does it take a class of a signed jar; Bouncy Castle's was verified at each start, before a server's first signature. It is left without
 * its signature, which kept nobody out: a class loader takes one by anybody, or none. What a library is was settled when the build fetched it.
 */
public final class Cacheable {
    /** Of Java 8, the first whose verifier never falls back to the one without stack maps and that needs no more than they. */
    private static final int RENEWED = ClassFile.JAVA_8_VERSION;

    private static final int TAKEN = ClassFile.JAVA_6_VERSION;
    private static final String CLASS = ".class";
    private static final String APART = "META-INF/";
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");

    private Cacheable() {}

    /** Called by the build alone: the jar that is, and the one to write. */
    public static void main(String[] arguments) throws IOException {
        renew(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    /** Equal jars become equal bytes. */
    static void renew(Path library, Path renewed) throws IOException {
        try (JarFile in = new JarFile(library.toFile());
                OutputStream file = Files.newOutputStream(renewed);
                JarOutputStream out = new JarOutputStream(file)) {
            ClassFile format = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(hierarchy(in)));
            List<JarEntry> entries = new ArrayList<>(Collections.list(in.entries()));
            entries.sort(Comparator.comparing(JarEntry::getName, Cacheable::manifestFirst));
            entries.removeIf(entry -> SIGNATURE.matcher(entry.getName()).matches());
            for (JarEntry entry : entries) {
                byte[] bytes = bytes(in, entry);
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                out.putNextEntry(copy);
                out.write(isClass(entry) ? renewed(format, bytes) : bytes);
                out.closeEntry();
            }
        }
    }

    /** A jar's manifest stands before all else. */
    private static int manifestFirst(String one, String other) {
        boolean first = one.startsWith(APART);
        return first == other.startsWith(APART) ? one.compareTo(other) : first ? -1 : 1;
    }

    private static boolean isClass(JarEntry entry) {
        return entry.getName().endsWith(CLASS) && !entry.getName().startsWith(APART);
    }

    private static byte[] renewed(ClassFile format, byte[] bytes) {
        ClassModel model = format.parse(bytes);
        if (model.majorVersion() >= TAKEN) {
            return bytes;
        }
        ClassTransform version = (into, element) ->
                into.with(element instanceof ClassFileVersion ? ClassFileVersion.of(RENEWED, 0) : element);
        return format.transformClass(
                model, version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
    }

    /** What extends what: in the library itself, and in the JDK. */
    private static ClassHierarchyResolver hierarchy(JarFile library) {
        return ClassHierarchyResolver.ofResourceParsing(type -> {
                    String name = type.descriptorString();
                    JarEntry entry = library.getJarEntry(name.substring(1, name.length() - 1) + CLASS);
                    try {
                        return entry == null ? null : library.getInputStream(entry);
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(unreadable);
                    }
                })
                .orElse(ClassHierarchyResolver.defaultResolver());
    }

    private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream stream = jar.getInputStream(entry)) {
            return stream.readAllBytes();
        }
    }
}
