package freehold.cli.identity;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.cli.serve.KeepText;
import freehold.cli.serve.RateText;
import freehold.control.tenancy.Right;
import freehold.control.tenancy.Role;
import freehold.tenant.Rate;
import freehold.wire.client.KeyJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold key create}: on a server, in a data folder, or as a line for a key file. */
@Command(
        name = "create",
        description = {
            "Makes a key and prints it, once: only its digest is kept.",
            "With --server (or FREEHOLD_SERVER) on that server. With --data in the data folder of a server that does not run: so an"
                    + " operator gets the first key, or another after the last was lost. Otherwise for a key file: with --file the line"
                    + " is put there, without it goes to standard error."
        },
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold key create --data /var/lib/freehold/data --role operator",
            "  freehold key create --server http://127.0.0.1:8080 --tenant physics --role runner --expires 90d",
            "  freehold key create --file /etc/freehold/keys --tenant physics --rights run,read"
        })
final class KeyCreateCommand implements Runnable {
    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description = "Whose key it is (default: one's own; local for --data).")
    private Optional<String> tenant = Optional.empty();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "operator, tenant-admin, runner or auditor (on a server default: runner).")
    private Optional<String> role = Optional.empty();

    @Option(
            names = "--rights",
            split = ",",
            paramLabel = "RIGHT",
            completionCandidates = RightLabels.class,
            description = "${COMPLETION-CANDIDATES}: some of the role's (default: all of it;"
                    + " in a key file, run, read and metrics).")
    private List<String> rights = List.of();

    @Option(names = "--name", paramLabel = "TEXT", description = "What it is for, to tell it from others.")
    private String name = "";

    @Option(names = "--expires", paramLabel = "TIME", description = "When it ends: in 12h or 90d (default: never).")
    private Optional<String> expires = Optional.empty();

    @Option(names = "--rate", paramLabel = "REQUESTS/WINDOW", description = "How often it may ask, as 600/1m.")
    private Optional<String> rate = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR", description = "A data folder that no server uses now.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--user", paramLabel = "USER", description = "Whose that folder is: who freehold up becomes.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--file", paramLabel = "FILE", description = "A key file to put it into; made if need be.")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        String secret = made();
        spec.commandLine().getOut().println(secret);
        spec.commandLine().getOut().flush();
    }

    private String made() {
        if (data.isPresent() && file.isPresent()) {
            throw new Declined(ExitStatus.USAGE, "--data and --file: a key is kept in one of them; name that one");
        }
        if (data.isPresent()) {
            return new OfflineKeys(data.get().toAbsolutePath(), user)
                    .create(tenant, name, role(), rights(), rate(), expiresAt());
        }
        Optional<RemoteServer> server = file.isPresent() ? Optional.empty() : options.server();
        return server.isPresent() ? online(server.get()) : filed();
    }

    private String online(RemoteServer server) {
        byte[] form = KeyJson.form(
                tenant,
                name,
                role().label(),
                rights().map(all -> all.stream().map(Right::label).sorted().toList())
                        .orElse(List.of()),
                rate(),
                expiresAt());
        return KeyJson.one(server.send("POST", KeyCommand.PATH, form)).secret().orElseThrow();
    }

    private String filed() {
        if (tenant.isEmpty()) {
            throw new Declined(ExitStatus.USAGE, "--tenant: whose key is it? Or name a --server, or --data");
        }
        if (role.isPresent() || rate.isPresent() || expires.isPresent()) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "a key file knows no roles, rates or ends; name a --server, or --data, to have them");
        }
        return FiledKeys.create(tenant.get(), rights(), file, spec.commandLine().getErr());
    }

    private Role role() {
        return Role.of(role.orElse(Role.RUNNER.label()))
                .orElseThrow(() -> new Declined(
                        ExitStatus.USAGE,
                        "--role: there are "
                                + Arrays.stream(Role.values()).map(Role::label).collect(Collectors.joining(", "))));
    }

    private Optional<Set<Right>> rights() {
        Set<Right> all = EnumSet.noneOf(Right.class);
        for (String label : rights) {
            all.add(Right.of(label)
                    .orElseThrow(() -> new Declined(
                            ExitStatus.USAGE,
                            "--rights: there are "
                                    + Arrays.stream(Right.values())
                                            .map(Right::label)
                                            .collect(Collectors.joining(", "))
                                    + ", and no " + label)));
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private Optional<Rate> rate() {
        try {
            return rate.map(RateText::parse);
        } catch (IllegalArgumentException wrong) {
            throw new Declined(ExitStatus.USAGE, "--rate: " + wrong.getMessage());
        }
    }

    private Optional<Instant> expiresAt() {
        try {
            return expires.map(text -> Instant.now().plus(KeepText.age(text)));
        } catch (IllegalArgumentException wrong) {
            throw new Declined(ExitStatus.USAGE, "--expires: " + wrong.getMessage());
        }
    }
}
