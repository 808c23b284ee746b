package freehold.cli.execution;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.Asking;
import freehold.cli.remote.RemoteServer;
import freehold.cli.run.ArtifactFolder;
import freehold.execution.Glob;
import freehold.execution.WorkPath;
import freehold.text.Printable;
import freehold.wire.client.ExecutionJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold execution save}. */
@Command(
        name = "save",
        description =
                "Saves the files that an execution brought back, and says where each is now. No file is ever written over.")
final class ExecutionSaveCommand extends Asking {
    private static final int SHOWN = 200;

    @Parameters(index = "0", paramLabel = "EXECUTION", description = "Which one, exe_….")
    private String id = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PATH",
            description =
                    "Which files, as the execution has them; a glob such as out/*.png names several (default: all).")
    private List<String> wanted = List.of();

    @Option(
            names = "--to",
            paramLabel = "DIRECTORY",
            description = "Where they go, made if it is not there (default: the current one).")
    private Path to = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    protected void ask(RemoteServer server, PrintWriter out) {
        ExecutionJson.Seen seen = server.understood(() -> ExecutionJson.read(server.get(ExecutionCommand.at(id))));
        Map<String, ExecutionJson.Artifact> files = new LinkedHashMap<>();
        seen.artifacts().stream().filter(this::isWanted).forEach(each -> files.put(each.path(), each));
        if (!seen.hasEnded()) {
            throw new Declined(ExitStatus.USAGE, id + " has not ended; its files come with its end");
        }
        refuseMissing(seen);
        if (files.isEmpty()) {
            spec.commandLine().getErr().println("freehold: " + id + " brought no files back");
            return;
        }
        ArtifactFolder folder = new ArtifactFolder(to, List.of());
        new Several(List.copyOf(files.keySet()), spec.commandLine().getErr())
                .each(
                        path -> {
                            save(server, folder, Objects.requireNonNull(files.get(path)));
                            out.println(Printable.of(to.resolve(path).toString()));
                        },
                        "saved");
    }

    private boolean isWanted(ExecutionJson.Artifact artifact) {
        return wanted.isEmpty() || wanted.stream().anyMatch(asked -> names(asked, artifact.path()));
    }

    /** A name that has what is special in a pattern names its own file too. */
    private static boolean names(String asked, String path) {
        return asked.equals(path) || (WorkPath.fault(path).isEmpty() && new Glob(asked).matches(new WorkPath(path)));
    }

    private void refuseMissing(ExecutionJson.Seen seen) {
        for (String asked : wanted) {
            if (seen.artifacts().stream().noneMatch(artifact -> names(asked, artifact.path()))) {
                throw new Declined(
                        ExitStatus.USAGE,
                        id + " brought back no file " + Printable.of(asked, SHOWN)
                                + ", so nothing is saved; freehold execution show lists what it did");
            }
        }
    }

    private static void save(RemoteServer server, ArtifactFolder folder, ExecutionJson.Artifact artifact) {
        WorkPath.fault(artifact.path()).ifPresent(fault -> {
            throw new Declined(ExitStatus.USAGE, "not saved, for it may lead out of the folder: " + fault);
        });
        server.read(artifact.href(), "*/*", body -> {
            try {
                folder.write(new WorkPath(artifact.path()), body);
            } catch (IOException failed) {
                throw new Declined(ExitStatus.USAGE, "not saved: " + ArtifactFolder.reason(failed));
            }
        });
    }
}
