package freehold.worker.linux;

import freehold.cell.Program;
import freehold.worker.cell.CellPrograms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The programs of the contract, for /bin/sh and the usual tools. */
final class ShellPrograms implements CellPrograms {
    @Override
    public Program printing(String stdout, String stderr, int code) {
        return shell("printf %s \"$1\"; printf %s \"$2\" >&2; exit \"$3\"", stdout, stderr, String.valueOf(code));
    }

    @Override
    public Program copying() {
        return shell("exec cat");
    }

    @Override
    public Program waiting() {
        return shell("printf waiting; exec sleep 100");
    }

    @Override
    public Program spinning() {
        return shell("while :; do :; done");
    }

    @Override
    public Program flooding() {
        return shell("exec cat /dev/zero");
    }

    @Override
    public Program writing(int bytes) {
        return shell("exec head -c \"$1\" /dev/zero", String.valueOf(bytes));
    }

    @Override
    public Program leaving(String path, String text, boolean executable) {
        return shell(
                "mkdir -p \"$(dirname \"$1\")\"; printf %s \"$2\" > \"$1\"; chmod \"$3\" \"$1\"",
                path, text, executable ? "755" : "644");
    }

    @Override
    public Program linking(String path, String target) {
        return shell("ln -s \"$2\" \"$1\"", path, target);
    }

    @Override
    public Program showing(String path) {
        return shell("exec cat \"$1\"", path);
    }

    @Override
    public Program crashing() {
        return shell("kill -SEGV $$");
    }

    @Override
    public Program missing() {
        return new Program(List.of("/nothing/of/that/name"), Map.of());
    }

    @Override
    public Program showingWord(String word) {
        return new Program(
                List.of("/bin/sh", "-c", "printf %s \"$WORD\""), Map.of("PATH", "/usr/bin:/bin", "WORD", word));
    }

    private static Program shell(String script, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        argv.addAll(List.of(arguments));
        return new Program(argv, Map.of("PATH", "/usr/bin:/bin"));
    }
}
