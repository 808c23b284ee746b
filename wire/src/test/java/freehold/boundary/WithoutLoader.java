package freehold.boundary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DynamicCallSiteDesc;
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
        loader.leftOut(
                loader.compiled(boundary.owner()), boundary); // says now what is wrong, and not as a failure of a test
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
        byte[] compiled = compiled(name);
        byte[] bytes = boundary.filter(each -> each.owner().equals(name))
                .map(each -> leftOut(compiled, each))
                .orElse(compiled);
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

    private byte[] leftOut(byte[] compiled, Boundary boundary) {
        ClassFile files = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(getParent())
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        ClassModel model = files.parse(compiled);
        AtomicInteger changes = new AtomicInteger();
        ClassTransform transform = boundary.instead() instanceof Instead.Text text
                ? ClassTransform.transformingMethods(
                        method -> isPartOf(boundary.method(), method),
                        MethodTransform.transformingCode(changed(text, changes)))
                : ClassTransform.transformingMethods(
                        method -> isNamed(boundary.method(), method), replaced(model, boundary, changes));
        byte[] left = files.transformClass(model, transform);
        if (changes.get() == 0) {
            throw new IllegalStateException("there is nothing to leave out at " + boundary.owner() + "#"
                    + boundary.method() + ": " + boundary.instead());
        }
        return left;
    }

    private static MethodTransform replaced(ClassModel model, Boundary boundary, AtomicInteger changes) {
        List<MethodModel> found = model.methods().stream()
                .filter(method -> isNamed(boundary.method(), method))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "there are " + found.size() + " methods " + boundary.owner() + "#" + boundary.method());
        }
        return (builder, element) -> {
            if (element instanceof CodeModel) {
                changes.incrementAndGet();
                builder.withCode(code -> boundary.instead().write(code, found.getFirst()));
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

    private static CodeTransform changed(Instead.Text text, AtomicInteger changes) {
        return (builder, element) -> {
            CodeElement kept = element;
            switch (element) {
                case ConstantInstruction constant
                when constant.constantValue() instanceof String value && value.contains(text.former()) -> {
                    changes.incrementAndGet();
                    builder.loadConstant(value.replace(text.former(), text.latter()));
                }
                case InvokeDynamicInstruction call
                when call.bootstrapArgs().stream().anyMatch(each -> has(each, text.former())) -> {
                    changes.incrementAndGet();
                    builder.invokedynamic(DynamicCallSiteDesc.of(
                            call.bootstrapMethod(),
                            call.name().stringValue(),
                            call.typeSymbol(),
                            call.bootstrapArgs().stream()
                                    .map(each -> each instanceof String value
                                            ? value.replace(text.former(), text.latter())
                                            : each)
                                    .toArray(ConstantDesc[]::new)));
                }
                default -> builder.with(kept);
            }
        };
    }

    private static boolean has(ConstantDesc argument, String text) {
        return argument instanceof String value && value.contains(text);
    }
}
