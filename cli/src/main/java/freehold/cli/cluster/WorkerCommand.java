package freehold.cli.cluster;

import freehold.cli.daemon.ServiceUser;
import freehold.cli.log.LogOptions;
import freehold.cli.serve.KeepText;
import freehold.cli.serve.NatsOptions;
import freehold.cli.serve.Service;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freehold worker}. */
@Command(
        name = "worker",
        description = {
            "Runs programs for the controls of a cluster. Started by root, it starts the cell daemon and then gives root up.",
            "It listens nowhere: it dials out to NATS, takes as much work as it has cells, and may come and go at any time.",
            "SIGTERM drains it: what it has is finished, and nothing new is taken. See docs/operate/cluster.md."
        },
        optionListHeading = "%nOptions, each also as FREEHOLD_NAME and as a key of the configuration file:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:stopped by SIGTERM, SIGINT or a drain, gracefully",
            "64:wrong settings",
            "69:this host cannot run cells, or no server of NATS lets it in",
            "70:it failed"
        })
public final class WorkerCommand implements Callable<Integer> {
    @Mixin
    private NatsOptions nats = new NatsOptions();

    @Option(names = "--config", paramLabel = "FILE.yaml", description = "Settings; an unknown key stops the start.")
    @SuppressWarnings("UnusedVariable") // read before the others, by the defaults
    private Optional<Path> config = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "How it is listed (default: this host's name).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "Said of it in the list of workers, as in rack=7; may be repeated.")
    private Map<String, String> labels = Map.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Holds caches, nothing that lasts (default: /var/lib/freehold/worker).")
    private Path data = Path.of("/var/lib/freehold/worker");

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "Who it becomes (default: freehold if there is such a user, else a number nobody has).")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--cells",
            paramLabel = "N",
            description = "Executions at one time (default: 2 for each processor).")
    private int cells = Service.cellsOfThisMachine();

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            defaultValue = "5m",
            description =
                    "How long it finishes what it has when it is to stop; what is left then goes to others (default: ${DEFAULT-VALUE}).")
    private String drain = "";

    @Mixin
    private LogOptions log = new LogOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        log.apply();
        if (cells < 1 || cells > Service.CELLS_MAX) {
            throw new ParameterException(spec.commandLine(), "--cells: from 1 to " + Service.CELLS_MAX);
        }
        return new WorkerService(
                        new WorkerService.Settings(
                                nats.access(),
                                nats.files(),
                                name.orElseGet(WorkerCommand::host),
                                labels,
                                data.toAbsolutePath(),
                                ServiceUser.find(user),
                                cells,
                                patience()),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .serve();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "worker";
        }
    }

    private Duration patience() {
        try {
            return KeepText.age(drain);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--drain: " + wrong.getMessage(), wrong);
        }
    }
}
