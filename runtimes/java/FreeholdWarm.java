import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * Waits, with the virtual machine initialised, for one command, and carries it out: {@code javac …} by a compiler that has compiled
 * something of ours already, or {@code java … Main …} in a machine that has already started. Descriptor 4 is told that we wait;
 * descriptor 3 brings {@code count NUL argument NUL … NUL NAME=VALUE NUL …} and ends. Compiles with Java 17.
 */
public final class FreeholdWarm {
    private static final int ROUNDS = 2; // a small program then compiles in 25 ms, and after eight in 12; but each costs a tenth of a second of CPU, and waits are for many cells

    private static final String SAMPLE =
            """
            import java.util.*;
            import java.util.function.*;
            import java.util.stream.*;

            public class Sample {
                interface Shape { double area(); }
                record Circle(double r) implements Shape { public double area() { return Math.PI * r * r; } }
                enum Kind { ONE, TWO }
                static <T extends Comparable<T>> T most(List<T> all) { return Collections.max(all); }
                static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
                public static void main(String[] args) throws Exception {
                    Scanner in = new Scanner(System.in);
                    Map<String, Integer> counts = new TreeMap<>();
                    int[][] grid = new int[3][4];
                    for (int i = 0; i < 3; i++) { counts.merge("k" + i, i, Integer::sum); grid[i][i]++; }
                    while (in.hasNextInt()) { long x = in.nextInt(); System.out.println(x % 7 == 0 ? "yes" : "no"); }
                    StringBuilder text = new StringBuilder();
                    for (var entry : counts.entrySet()) text.append(entry.getKey()).append('=').append(entry.getValue());
                    System.out.println(text + args[0] + fib(5) + most(List.of(1, 2)) + new Circle(2).area());
                    Function<Integer, Integer> twice = x -> x * 2;
                    System.out.printf("%d %s%n", twice.apply(2), IntStream.range(0, 3).boxed().map(String::valueOf)
                            .collect(Collectors.joining(",")));
                    switch (Kind.valueOf("ONE")) { case ONE -> System.out.print(1); default -> System.out.print(2); }
                    try { throw new IllegalStateException("x"); } catch (RuntimeException e) { System.err.println(e.getMessage()); }
                }
            }
            """;

    private FreeholdWarm() {}

    public static void main(String[] mode) throws Throwable {
        if (mode[0].equals("compile")) {
            ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
            rehearse(javac);
            compile(javac, await());
        } else {
            touch();
            launch(await());
        }
    }

    /** The arguments of the command, without its name. */
    private static String[] await() throws IOException {
        try (OutputStream waits = new FileOutputStream("/proc/self/fd/4")) {
            waits.write(0);
        }
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try (InputStream hand = new FileInputStream("/proc/self/fd/3")) {
            hand.transferTo(received);
        }
        String[] fields = received.toString(StandardCharsets.UTF_8).split("\0", -1);
        return Arrays.copyOfRange(fields, 2, 1 + Integer.parseInt(fields[0]));
    }

    private static void compile(ToolProvider javac, String[] arguments) {
        String[] ours = Arrays.stream(arguments)
                .filter(each -> !each.startsWith("-J")) // for the machine that runs the compiler; this one has them
                .toArray(String[]::new);
        int status = javac.run(System.out, System.err, ours);
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    private static void rehearse(ToolProvider javac) throws IOException {
        Path folder = Files.createTempDirectory("warm");
        Path source = folder.resolve("Sample.java");
        Files.writeString(source, SAMPLE);
        PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream());
        for (int round = 0; round < ROUNDS; round++) {
            javac.run(nowhere, nowhere, "-proc:none", "-encoding", "UTF-8", "-d", folder.toString(), source.toString());
        }
        try (var files = Files.list(folder)) {
            for (Path each : files.collect(Collectors.toList())) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
    }

    /** Loads what small programs use. */
    private static void touch() throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Map<String, Integer> counts = new HashMap<>();
        Scanner words = new Scanner("12 a\nb");
        counts.merge(words.nextInt() + words.next(), 1, Integer::sum);
        nowhere.printf("%d %s%n", counts.size(), List.of(1, 2).stream().map(String::valueOf).collect(Collectors.joining()));
        nowhere.println("x".concat("y").split(",").length + System.in.available() * 0);
        nowhere.println(new StringBuilder().append(1.5).append('c').reverse());
    }

    private static void launch(String[] command) throws Throwable {
        int at = 0;
        while (command[at].startsWith("-")) {
            at += command[at].equals("-cp") ? 2 : 1;
        }
        System.setProperty("java.class.path", ".");
        String[] arguments = Arrays.copyOfRange(command, at + 1, command.length);
        Class<?> type;
        try {
            type = Class.forName(command[at], true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException missing) {
            System.err.println("Error: Could not find or load main class " + command[at] + "\nCaused by: " + missing);
            System.exit(1);
            return;
        }
        Method main = main(type, true);
        boolean takes = main != null;
        main = takes ? main : main(type, false);
        if (main == null) {
            System.err.println("Error: Main method not found in class " + command[at] + ", please define the main method as:\n"
                    + "   public static void main(String[] args)");
            System.exit(1);
            return;
        }
        try {
            main.setAccessible(true);
            Object on = Modifier.isStatic(main.getModifiers()) ? null : made(type);
            if (takes) {
                main.invoke(on, (Object) arguments);
            } else {
                main.invoke(on);
            }
        } catch (InvocationTargetException thrown) {
            throw cleaned(thrown.getCause());
        }
    }

    private static Object made(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> plain = type.getDeclaredConstructor();
        plain.setAccessible(true);
        return plain.newInstance();
    }

    /** As the launcher of Java 25 looks for it (JLS 12.1.4); older ones take a public static one alone. */
    private static Method main(Class<?> type, boolean takesArguments) {
        boolean old = Runtime.version().feature() < 25;
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            try {
                Method main = takesArguments ? each.getDeclaredMethod("main", String[].class) : each.getDeclaredMethod("main");
                int modifiers = main.getModifiers();
                boolean oldStyle = Modifier.isStatic(modifiers) && Modifier.isPublic(modifiers) && takesArguments;
                if (oldStyle || (!old && !Modifier.isPrivate(modifiers))) {
                    return main;
                }
            } catch (NoSuchMethodException none) {
                continue;
            }
        }
        return null;
    }

    /** Our own frames end the trace of whatever the program did not catch; they are none of its business. */
    private static Throwable cleaned(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            StackTraceElement[] trace = each.getStackTrace();
            int length = trace.length;
            while (length > 0 && isOurs(trace[length - 1])) {
                length--;
            }
            each.setStackTrace(Arrays.copyOf(trace, length));
        }
        return thrown;
    }

    private static boolean isOurs(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.equals("FreeholdWarm")
                || name.startsWith("java.lang.reflect.")
                || name.startsWith("jdk.internal.reflect.")
                || name.startsWith("java.lang.invoke.");
    }
}
