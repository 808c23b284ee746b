package freehold.cli.policy;

import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.wire.client.PolicyJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold policy explain}. */
@Command(
        name = "explain",
        description = {
            "Says what a request would get under a policy, and who decided each limit. Runs nothing.",
            "The request is the body of POST /v1/executions."
        })
final class PolicyExplainCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "NAME", description = "What the policy is called.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "REQUEST",
            description = "A file with a request in JSON; - reads standard input.")
    private Path request = Path.of("-");

    @Option(names = "--tenant", paramLabel = "NAME", description = "For whom (default: the key's own).")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--json", description = "Print what the server answers.")
    private boolean json;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        DocumentFile body = new DocumentFile(
                Path.of("request.json"), DocumentFile.read(request).bytes());
        String path = "/" + PolicyTexts.name(name) + "/explain"
                + tenant.map(each -> "?tenant=" + PolicyTexts.tenant(each)).orElse("");
        RemoteServer server = options.orLocal();
        byte[] answer = server.send("POST", PolicyCommand.PLACE + path, body.mediaType(), body.bytes());
        PolicyTexts.print(
                spec,
                json
                        ? new String(answer, StandardCharsets.UTF_8) + "\n"
                        : PolicyTexts.explanation(PolicyJson.judged(answer), PolicyJson.isCountedByControl(answer)));
    }
}
