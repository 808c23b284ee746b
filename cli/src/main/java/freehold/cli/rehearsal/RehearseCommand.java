package freehold.cli.rehearsal;

import freehold.cli.ExitStatus;
import freehold.cli.serve.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freehold rehearse}: called by the build alone. */
@Command(name = "rehearse", hidden = true, description = "Runs and serves one small program, for the start-up cache.")
public final class RehearseCommand implements Callable<Integer> {
    /** In every Debian, and quickly looked at. */
    private static final String RUNTIME = "sh";

    private static final String SOURCE = "echo rehearsed";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Path program = Files.createTempFile("freehold-rehearsal", ".sh");
        try {
            Files.writeString(program, SOURCE);
            int status =
                    spec.root().commandLine().execute("run", "--verdict", "--runtime", RUNTIME, program.toString());
            if (status == ExitStatus.OK) {
                Service.rehearse(RUNTIME, SOURCE);
            }
            return status;
        } finally {
            Files.delete(program);
        }
    }
}
