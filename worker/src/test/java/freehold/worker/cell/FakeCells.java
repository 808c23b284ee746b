package freehold.worker.cell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Cells in memory, with programs written in Java: the first word of a command says which. */
public final class FakeCells implements Cells {
    private final Map<String, FakeProgram> programs = new HashMap<>();
    private final List<FakeCell> made = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Optional<RuntimeException>> trouble = new AtomicReference<>(Optional.empty());
    private volatile Consumer<CellShape> beforePrepare = _ -> {};

    /** Teaches a program. */
    public FakeCells with(String name, FakeProgram program) {
        programs.put(name, program);
        return this;
    }

    /** From now on cells cannot be made. */
    public void fail(RuntimeException failure) {
        trouble.set(Optional.of(failure));
    }

    public void recover() {
        trouble.set(Optional.empty());
    }

    /** Is called in each {@link #prepare}, before it answers. */
    public void beforePrepare(Consumer<CellShape> action) {
        beforePrepare = action;
    }

    @Override
    public Cell prepare(CellShape shape) {
        beforePrepare.accept(shape);
        trouble.get().ifPresent(failure -> {
            throw failure;
        });
        FakeCell cell = new FakeCell(programs, shape);
        made.add(cell);
        return cell;
    }

    @Override
    public boolean available() {
        return trouble.get().isEmpty();
    }

    /** All cells ever made, in order. */
    public List<FakeCell> made() {
        synchronized (made) {
            return List.copyOf(made);
        }
    }

    public long open() {
        return made().stream().filter(cell -> !cell.isClosed()).count();
    }
}
