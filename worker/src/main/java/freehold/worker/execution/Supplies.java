package freehold.worker.execution;

import freehold.cell.Program;
import freehold.execution.Injection;
import freehold.execution.SecretValue;
import freehold.execution.WorkPath;
import freehold.worker.cell.Cell;
import freehold.worker.redaction.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The values of secrets that a run step gets; they are in its cell, and nowhere else of a worker. */
record Supplies(List<SecretValue> values) {
    static final Supplies NONE = new Supplies(List.of());

    Supplies {
        values = List.copyOf(values);
    }

    Redactor redactor() {
        return new Redactor(values);
    }

    /** Where files of them go. */
    Set<WorkPath> paths() {
        return values.stream()
                .flatMap(each ->
                        each.injection() instanceof Injection.File(WorkPath path) ? Stream.of(path) : Stream.empty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Puts those that are files. */
    void into(Cell cell) {
        for (SecretValue each : values) {
            if (each.injection() instanceof Injection.File(WorkPath path)) {
                cell.putOwn(path, each.bytes());
            }
        }
    }

    /** The program with those that are variables. */
    Program in(Program program) {
        if (values.isEmpty()) {
            return program;
        }
        Map<String, String> env = new HashMap<>(program.env());
        for (SecretValue each : values) {
            if (each.injection() instanceof Injection.Variable(String name)) {
                env.put(name, new String(each.bytes(), StandardCharsets.UTF_8));
            }
        }
        return new Program(program.argv(), env);
    }
}
