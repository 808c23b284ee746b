package freehold.boundary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Defines our classes, and those of our tests, anew: all as they were compiled, but for one boundary. */
final class WithoutLoader extends ClassLoader {
    private static final String OURS = "freehold.";
    private static final String HARNESS = WithoutLoader.class.getPackageName() + ".";

    private final Optional<Boundary> boundary;

    static {
        registerAsParallelCapable();
    }

    private WithoutLoader(ClassLoader parent, Optional<Boundary> boundary) {
        super("without " + boundary.map(Boundary::name).orElse("nothing"), parent);
        this.boundary = boundary;
    }

    /** Leaves nothing out. */
    static WithoutLoader whole(ClassLoader parent) {
        return new WithoutLoader(parent, Optional.empty());
    }

    /**
     * Leaves a boundary out.
     *
     * @throws IllegalStateException if there is no such class, method or text, or more than one such method
     */
    static WithoutLoader without(Boundary boundary, ClassLoader parent) {
        WithoutLoader loader = new WithoutLoader(parent, Optional.of(boundary));
        boundary.cuts()
                .forEach(cut -> loader.leftOut(
                        loader.compiled(cut.owner()), cut)); // says now what is wrong, and not as a failure of a test
        return loader;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.startsWith(HARNESS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (getResource(file(name)) == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] bytes = compiled(name);
        for (Boundary.Cut cut : boundary.map(each -> each.of(name)).orElse(List.of())) {
            bytes = leftOut(bytes, cut);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /** The settings of the run that this is part of, of which a module and the module that it is tested with each have some. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals("junit-platform.properties") ? Collections.emptyEnumeration() : super.getResources(name);
    }

    private static String file(String name) {
        return name.replace('.', '/') + ".class";
    }

    private byte[] compiled(String name) {
        try (InputStream in = getResourceAsStream(file(name))) {
            if (in == null) {
                throw new IllegalStateException("there is no class " + name);
            }
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private byte[] leftOut(byte[] compiled, Boundary.Cut cut) {
        ClassFile files = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(getParent())
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        ClassModel model = files.parse(compiled);
        AtomicInteger changes = new AtomicInteger();
        ClassTransform transform = switch (cut.instead()) {
            case Change change -> changed(change, cut.method(), changes);
            case Instead.Body body -> replaced(body, only(model, cut), changes);
        };
        byte[] left = files.transformClass(model, transform);
        if (changes.get() == 0) {
            throw new IllegalStateException(
                    "there is nothing to leave out at " + cut.owner() + "#" + cut.method() + ": " + cut.instead());
        }
        return left;
    }

    private static MethodModel only(ClassModel model, Boundary.Cut cut) {
        List<MethodModel> found = model.methods().stream()
                .filter(method -> isNamed(cut.method(), method))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "there are " + found.size() + " methods " + cut.owner() + "#" + cut.method());
        }
        return found.getFirst();
    }

    private static ClassTransform replaced(Instead.Body body, MethodModel only, AtomicInteger changes) {
        return ClassTransform.transformingMethods(only::equals, (builder, element) -> {
            if (element instanceof CodeModel) {
                changes.incrementAndGet();
                builder.withCode(code -> body.write(code, only));
            } else {
                builder.with(element);
            }
        });
    }

    private static ClassTransform changed(Change change, String name, AtomicInteger changes) {
        return (builder, element) -> {
            if (element instanceof MethodModel method && isPartOf(name, method)) {
                builder.transformMethod(method, MethodTransform.transformingCode(change.in(method, changes)));
            } else {
                builder.with(element);
            }
        };
    }

    private static boolean isNamed(String name, MethodModel method) {
        String its = method.methodName().stringValue();
        return name.endsWith("*") ? its.startsWith(name.substring(0, name.length() - 1)) : its.equals(name);
    }

    /** The lambdas of a method are methods of their own. */
    private static boolean isPartOf(String name, MethodModel method) {
        return isNamed(name, method) || isNamed("lambda$" + name + "$*", method);
    }
}
