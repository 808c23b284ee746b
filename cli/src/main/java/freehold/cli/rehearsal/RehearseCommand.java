package freehold.cli.rehearsal;

import freehold.cli.ExitStatus;
import freehold.cli.Main;
import freehold.cli.serve.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code freehold rehearse}: called by the build alone. */
@Command(name = "rehearse", hidden = true, description = "Runs and serves one small program, for the start-up cache.")
public final class RehearseCommand implements Callable<Integer> {
    /** In every Debian, and quickly looked at. */
    private static final String RUNTIME = "sh";

    private static final String SOURCE = "echo rehearsed";

    /** What is rehearsed: each has a cache of its own, for all classes in a cache are loaded, needed or not. */
    enum Piece {
        RUN,
        UP
    }

    @Parameters(paramLabel = "PIECE")
    private Piece piece = Piece.RUN;

    @Override
    public Integer call() throws IOException {
        return switch (piece) {
            case RUN -> run();
            case UP -> {
                Service.rehearse();
                yield ExitStatus.OK;
            }
        };
    }

    private static int run() throws IOException {
        Path program = Files.createTempFile("freehold-rehearsal", ".sh");
        try {
            Files.writeString(program, SOURCE);
            String[] arguments = {"run", "--verdict", "--runtime", RUNTIME, program.toString()};
            return Main.commandLine(arguments).execute(arguments);
        } finally {
            Files.delete(program);
        }
    }
}
