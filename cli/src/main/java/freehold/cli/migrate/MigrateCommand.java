package freehold.cli.migrate;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold migrate}: the settings that mean the same as those of another product. */
@Command(
        name = "migrate",
        description =
                "Reads the configuration of another product, and writes the settings that mean the same here, with"
                        + " remarks on what differs and the one line that changes for its clients. Secrets are not shown.",
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold migrate judge0 judge0.conf > freehold.yaml",
            "  freehold migrate piston docker-compose.yaml",
            "  freehold migrate jobe /var/www/html/jobe/app/Config/Jobe.php",
            "  freehold up --config freehold.yaml"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:written", "64:wrong use, or nothing that this product sets was found in the file"})
public final class MigrateCommand implements Callable<Integer> {
    private static final long FILE_MAX = 1 << 20;

    @Parameters(index = "0", paramLabel = "PRODUCT", description = "One of judge0, piston and jobe.")
    private Peer peer = Peer.JUDGE0;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "judge0.conf; Piston's environment or compose file; Jobe's Jobe.php or config.php.")
    private Path file = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Map<String, String> values = peer.read(text());
        if (values.isEmpty()) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "nothing that " + peer.label() + " sets was found in " + file
                            + "; name the file that has its settings");
        }
        spec.commandLine().getOut().print(Migration.of(peer, values));
        spec.commandLine().getOut().flush();
        return ExitStatus.OK;
    }

    private String text() {
        try {
            if (Files.size(file) > FILE_MAX) {
                throw new Declined(
                        ExitStatus.USAGE,
                        file + " is too large to be a configuration; name the file that has the settings of the peer");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new Declined(ExitStatus.USAGE, file + " cannot be read: " + Unreadable.reason(unreadable));
        }
    }
}
