package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.cli.Version;
import freehold.cli.daemon.ServiceUser;
import freehold.cli.log.LogOptions;
import freehold.cli.settings.LayeredDefaults;
import freehold.cli.settings.Places;
import freehold.control.otlp.OtlpTracing;
import freehold.control.retention.Retention;
import freehold.control.telemetry.Tracing;
import freehold.control.webhook.Destinations;
import freehold.tenant.Rate;
import freehold.tenant.TenantId;
import freehold.wire.settings.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code freehold up}. */
@Command(
        name = "up",
        description = {
            "Serves the HTTP API. Started by root, it starts the cell daemon and then gives root up.",
            "When it answers it prints one line: Freehold is ready at http://HOST:PORT"
        },
        optionListHeading = "%nOptions, each also as FREEHOLD_NAME and as a key of the configuration file:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:stopped by SIGTERM or SIGINT, gracefully",
            "64:wrong settings",
            "69:this host cannot run cells, see freehold doctor; or it cannot listen there",
            "70:it failed"
        })
public final class UpCommand implements Callable<Integer> {
    private static final String CONFIG = "--config";

    private static final int SHARE_MAX = 1_000;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8080",
            description = "Where (default: ${DEFAULT-VALUE}); port 0 picks a free one. Other than loopback needs keys.")
    private String listen = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Holds all that lasts (default: /var/lib/freehold/data).")
    private Optional<Path> data = Optional.empty();

    @Option(names = CONFIG, paramLabel = "FILE.yaml", description = "Settings; an unknown key stops the start.")
    @SuppressWarnings("UnusedVariable") // read before the others, by fillDefaults
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "A file of keys, beside those that the server keeps; see freehold key create.")
    private Optional<Path> keys = Optional.empty();

    @Option(
            names = "--bootstrap",
            description = "If there is no operator's key, makes one and prints it, once, on standard output.")
    private boolean bootstrap;

    @Option(
            names = "--rate",
            paramLabel = "REQUESTS/WINDOW",
            defaultValue = "60000/1m",
            description = "How often a tenant may ask that has no rate of its own (default: ${DEFAULT-VALUE}).")
    private String rate = "";

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private OidcOptions oidc = new OidcOptions();

    @Option(
            names = "--user",
            paramLabel = "USER",
            description =
                    "Who the server becomes (default: freehold if there is such a user, else a number nobody has).")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--cells",
            paramLabel = "N",
            description = "Executions at one time (default: 2 for each processor).")
    private int cells = Service.cellsOfThisMachine();

    @Option(
            names = "--keep",
            paramLabel = "AGE",
            defaultValue = "30d",
            description = "Executions are erased that long after their end, as 12h or 30d (default: ${DEFAULT-VALUE}).")
    private String keep = "";

    @Option(
            names = "--keep-bytes",
            paramLabel = "SIZE",
            defaultValue = "10G",
            description =
                    "The oldest are erased sooner when all that is kept takes more, as 500M or 10G (default: ${DEFAULT-VALUE}).")
    private String keepBytes = "";

    @Option(
            names = "--callback-to",
            paramLabel = "HOST:PORT|RANGE",
            split = ",",
            description =
                    "Where callbacks may go besides public addresses, as hooks.example:8443 or 10.1.0.0/16 (default: nowhere).")
    private List<String> callbackTo = List.of();

    @Option(
            names = "--dialect",
            paramLabel = "NAME=HOST:PORT",
            split = ",",
            description = "Serves the API of another product at the root of a port of its own, as in"
                    + " judge0=127.0.0.1:2358; may be repeated. Each is at /compat/NAME besides.")
    private List<String> dialects = List.of();

    @Option(
            names = "--control",
            description = {
                "Be one of several controls: answers, and leaves all programs to workers (freehold worker).",
                "Needs --database and --nats, and no root. See docs/operate/cluster.md."
            })
    private boolean control;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private MasterKeyOptions masterKey = new MasterKeyOptions();

    @Mixin
    private NatsOptions nats = new NatsOptions();

    @Option(
            names = "--otlp",
            paramLabel = "URL",
            description = "A collector for traces, by OpenTelemetry's protocol over HTTP, as http://127.0.0.1:4318"
                    + " (default: no traces are kept).")
    private Optional<URI> otlp = Optional.empty();

    @Option(
            names = "--trace-share",
            paramLabel = "SHARE",
            defaultValue = "1.0",
            description = "How many of the traces that begin here are sent, from 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double traceShare = 1;

    @Option(
            names = "--share",
            paramLabel = "TENANT=WEIGHT",
            split = ",",
            description =
                    "What a tenant's share of cells and processors is when many want them, from 1 to 1000, as class-a=3"
                            + " (default: 1 for each).")
    private Map<String, Integer> shares = Map.of();

    @Mixin
    private LogOptions log = new LogOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The same options once more, filled from environment and file where the command line is silent. */
    public static void fillDefaults(CommandLine up, List<String> arguments) {
        fillDefaults(up, arguments, System.getenv());
    }

    static void fillDefaults(CommandLine up, List<String> arguments, Map<String, String> environment) {
        int at = arguments.indexOf(CONFIG);
        Optional<String> named = at >= 0 && at + 1 < arguments.size()
                ? Optional.of(arguments.get(at + 1))
                : arguments.stream()
                        .filter(each -> each.startsWith(CONFIG + "="))
                        .map(each -> each.substring(CONFIG.length() + 1))
                        .findFirst()
                        .or(() -> Optional.ofNullable(environment.get(LayeredDefaults.variable(CONFIG)))
                                .filter(value -> !value.isEmpty()));
        Set<String> known = up.getCommandSpec().options().stream()
                .map(option -> option.longestName())
                .filter(name -> !name.equals(CONFIG) && !name.equals("--help") && !name.equals("--version"))
                .map(LayeredDefaults::key)
                .collect(Collectors.toSet());
        Map<String, String> file = named.map(path -> read(Path.of(path), known)).orElse(Map.of());
        up.setDefaultValueProvider(new LayeredDefaults(environment, file));
    }

    private static Map<String, String> read(Path file, Set<String> known) {
        try {
            return SettingsFile.parse(Files.readString(file), known);
        } catch (IOException unreadable) {
            throw new Declined(
                    ExitStatus.USAGE, CONFIG + ": " + file + " cannot be read: " + Unreadable.reason(unreadable));
        } catch (IllegalArgumentException wrong) {
            throw new Declined(ExitStatus.USAGE, CONFIG + ": " + file + ": " + wrong.getMessage());
        }
    }

    @Override
    public Integer call() {
        Service.Settings settings = settings();
        if (control) {
            return controlService(settings).serve();
        }
        if (nats.isGiven()) {
            throw new ParameterException(spec.commandLine(), "--nats: is for --control, and for freehold worker");
        }
        return service(settings).serve();
    }

    /** Starts as when it is called, rehearses and ends, for the start-up cache: see {@link Service#rehearse}. */
    public void rehearse() {
        service(settings()).rehearse();
    }

    private Service service(Service.Settings settings) {
        return new Service(
                settings, spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    private Service.Settings settings() {
        log.apply();
        if (cells < 1 || cells > Service.CELLS_MAX) {
            throw new ParameterException(spec.commandLine(), "--cells: from 1 to " + Service.CELLS_MAX);
        }
        Path folder = data.orElseGet(() -> Places.ofThisUser().data()).toAbsolutePath();
        return new Service.Settings(
                listen(),
                folder,
                keys,
                ServiceUser.find(user),
                cells,
                retention(),
                callbacks(),
                dialects(),
                tls.files(),
                new Entrance(rate(), oidc.trust(), bootstrap),
                shares(),
                tracing(),
                database.address(),
                masterKey.source(folder));
    }

    private ControlService controlService(Service.Settings settings) {
        if (settings.database().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--control: controls share their record, so name one by --database");
        }
        if (!masterKey.isShared()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--control: controls share what is sealed, so they need one master key that is not made by each of them:"
                            + " make it by freehold vault make FILE, and name it to all of them by --master-key");
        }
        return new ControlService(
                settings,
                nats.access(),
                nats.files(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }

    private Listen listen() {
        try {
            return Listen.parse(listen);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--listen: " + wrong.getMessage(), wrong);
        }
    }

    private Retention retention() {
        try {
            return new Retention(KeepText.age(keep), KeepText.size(keepBytes));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--keep, --keep-bytes: " + wrong.getMessage(), wrong);
        }
    }

    private Destinations callbacks() {
        try {
            return Destinations.parse(callbackTo);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--callback-to: " + wrong.getMessage(), wrong);
        }
    }

    private Supplier<Tracing> tracing() {
        if (otlp.isEmpty()) {
            return Tracing::none;
        }
        URI collector = otlp.get();
        if (collector.getHost() == null
                || !Set.of("http", "https").contains(collector.getScheme())
                || collector.getUserInfo() != null) {
            throw new ParameterException(
                    spec.commandLine(), "--otlp: an address such as http://127.0.0.1:4318, and no password in it");
        }
        if (!(traceShare >= 0 && traceShare <= 1)) {
            throw new ParameterException(spec.commandLine(), "--trace-share: from 0 to 1");
        }
        return () -> new OtlpTracing(collector, traceShare, Version.NUMBER);
    }

    private Map<TenantId, Integer> shares() {
        Map<TenantId, Integer> all = new HashMap<>();
        shares.forEach((name, weight) -> {
            if (weight < 1 || weight > SHARE_MAX) {
                throw new ParameterException(
                        spec.commandLine(), "--share: " + name + ": from 1 to " + SHARE_MAX + ", not " + weight);
            }
            try {
                all.put(new TenantId(name), weight);
            } catch (IllegalArgumentException wrong) {
                throw new ParameterException(spec.commandLine(), "--share: " + wrong.getMessage(), wrong);
            }
        });
        return all;
    }

    private Rate rate() {
        try {
            return RateText.parse(rate);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--rate: " + wrong.getMessage(), wrong);
        }
    }

    private List<DialectListen> dialects() {
        try {
            return DialectListen.parseAll(dialects);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--dialect: " + wrong.getMessage(), wrong);
        }
    }
}
