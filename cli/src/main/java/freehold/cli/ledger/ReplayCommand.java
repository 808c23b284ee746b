package freehold.cli.ledger;

import freehold.cli.ExitStatus;
import freehold.cli.remote.ExecutionIds;
import freehold.cli.remote.ServerOptions;
import freehold.wire.client.ReplayJson;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold replay}. */
@Command(
        name = "replay",
        description = {
            "Runs a recorded execution of a server again, on the very runtime and with the same limits, and says whether its end, its"
                    + " output and its artifacts are the same.",
            "Only programs that depend on nothing but their input can agree: a time, an address or chance in the output makes a difference."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all agrees",
            "1:something differs",
            "64:it lives, was erased or does not exist",
            "69:the server or the runtime is gone",
            "75:it did not end in the time that a request may wait; it goes on as an execution of its own"
        })
public final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The execution, exe_….")
    private String id = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(names = "--json", description = "Print the server's answer instead.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ExecutionIds.require(id);
        PrintWriter out = spec.commandLine().getOut();
        byte[] bytes = server.orLocal().send("POST", "/v1/executions/" + id + "/replay?wait=120s");
        ReplayJson replay = ReplayJson.read(bytes);
        if (json) {
            out.println(new String(bytes, StandardCharsets.UTF_8));
        } else {
            replay.sentences().forEach(out::println);
        }
        out.flush();
        return replay.agrees()
                .map(agrees -> agrees ? ExitStatus.OK : ExitStatus.DIFFERS)
                .orElse(ExitStatus.ENDED);
    }
}
