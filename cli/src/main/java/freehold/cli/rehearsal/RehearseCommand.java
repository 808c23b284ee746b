package freehold.cli.rehearsal;

import freehold.cli.ExitStatus;
import freehold.cli.Main;
import freehold.cli.scratch.Scratch;
import freehold.cli.serve.UpCommand;
import freehold.cli.settings.Installation;
import freehold.cli.settings.LayeredDefaults;
import freehold.wire.pack.PackFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
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
        /** Of the packs, what they mean, to be read sooner. */
        PACKS,
        RUN,
        UP
    }

    @Parameters(paramLabel = "PIECE")
    private Piece piece = Piece.RUN;

    @Override
    public Integer call() throws IOException {
        return switch (piece) {
            case PACKS -> packs();
            case RUN -> run();
            case UP -> up();
        };
    }

    private static int packs() {
        PackFiles.prepare(Installation.here().runtimes());
        return ExitStatus.OK;
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

    /** By its command line, for reading that is a good part of a start; not by the environment, which is not the build's. */
    private static int up() {
        try (Scratch scratch = Scratch.make()) {
            String[] arguments = {
                "up",
                "--listen",
                "127.0.0.1:0",
                "--data",
                scratch.folder("data").toString()
            };
            CommandLine command = Main.commandLine(arguments);
            CommandLine up = Objects.requireNonNull(command.getSubcommands().get("up"));
            up.setDefaultValueProvider(new LayeredDefaults(Map.of(), Map.of()));
            command.parseArgs(arguments);
            up.<UpCommand>getCommand().rehearse();
        }
        return ExitStatus.OK;
    }
}
