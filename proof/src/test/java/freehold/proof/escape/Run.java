package freehold.proof.escape;

import freehold.cell.CellReport;
import freehold.cell.FilterClass;
import freehold.wire.frame.Order;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets programs loose in cells of one world and returns what was seen. */
record Run(World world, Compiler compiler) {

    /**
     * What one cell showed.
     *
     * @param elapsed from starting the program to being told of its end
     * @param visit still open, so that its files can be collected
     */
    record Seen(CellReport report, String said, Duration elapsed, Visit visit) implements AutoCloseable {
        List<String> lines(String word) {
            return said.lines().filter(line -> line.startsWith(word + " ")).toList();
        }

        @Override
        public void close() throws IOException {
            visit.close();
        }
    }

    /** All the cells that the program wants, to their ends. */
    List<Seen> all(HostileProgram program, FilterClass filter, String oneCase)
            throws IOException, InterruptedException {
        return switch (program.cells()) {
            case ONE -> List.of(once(program, filter, oneCase));
            case ONE_AFTER_THE_OTHER -> inTurn(program, filter);
            case TWO_AT_ONCE -> both(program, filter);
        };
    }

    private Seen once(HostileProgram program, FilterClass filter, String oneCase)
            throws IOException, InterruptedException {
        return finish(start(program, filter, oneCase, false));
    }

    // the first is told that the second has ended by the end of its input
    private List<Seen> both(HostileProgram program, FilterClass filter) throws IOException, InterruptedException {
        Started first = start(program, filter, "first", true);
        try {
            var early = first.visit().awaitLine("READY");
            if (early.isPresent()) {
                throw new IllegalStateException("the first ended before the second began: "
                        + first.visit().said());
            }
            Seen second = finish(start(program, filter, "second", false));
            first.visit().endInput();
            return List.of(finish(first), second);
        } catch (IOException | RuntimeException failure) {
            first.visit().close();
            throw failure;
        }
    }

    private List<Seen> inTurn(HostileProgram program, FilterClass filter) throws IOException, InterruptedException {
        Seen first = once(program, filter, "first");
        first.close();
        return List.of(first, once(program, filter, "second"));
    }

    private record Started(Visit visit, long nanos) {}

    private Started start(HostileProgram program, FilterClass filter, String argument, boolean inputFollows)
            throws IOException, InterruptedException {
        Allowance allowance = Allowance.of(program.header().words("Limits"));
        String root = program.header().find("Root").orElse(World.EMPTY);
        byte[] bytes = Files.readAllBytes(program.isCompiled() ? compiler.executable(program.file()) : program.file());
        Visit visit = Visit.prepare(world.socket(), root, filter, allowance);
        visit.put(program.fileName(), true, bytes);
        if (program.header().find("Given").isPresent()) {
            visit.put("host", false, world.hostFacts().getBytes(StandardCharsets.UTF_8));
        }
        long nanos = System.nanoTime();
        visit.start(commandLine(program, argument), allowance, inputFollows, terminal(program));
        return new Started(visit, nanos);
    }

    private static Optional<Order.Resize> terminal(HostileProgram program) {
        return program.header().find("Terminal").map(text -> {
            String[] size = text.split(" ");
            return new Order.Resize(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
        });
    }

    private static Seen finish(Started started) throws IOException {
        CellReport report = started.visit().awaitExit();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started.nanos());
        return new Seen(report, started.visit().said(), elapsed, started.visit());
    }

    private static List<String> commandLine(HostileProgram program, String argument) {
        List<String> argv = new ArrayList<>();
        if (program.fileName().endsWith(".java")) {
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            argv.addAll(List.of(java.toString(), "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        }
        argv.add("/work/" + program.fileName());
        if (!argument.isEmpty()) {
            argv.add(argument);
        }
        return argv;
    }
}
