package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.control.ledger.Audit;
import freehold.control.sql.RecordedLedger;
import freehold.ledger.Breach;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.wire.receipt.KeySet;
import freehold.wire.receipt.LineJson;
import freehold.wire.receipt.SignedLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold audit verify}. */
@Command(
        name = "verify",
        description = {
            "Goes through an export, or without FILE through all chains of a data folder or a database, and says whether each line is as it was written:"
                    + " its hash, its place behind the line before, its signature. Names every line that is not.",
            "Of a record it also says whether what is recorded of executions is what their receipts say, and whether keys, heads and"
                    + " tables are as they were written. It changes nothing, and a server may run meanwhile.",
            "What is wrong is a line of the output that begins with BROKEN, however much of it there is. The last line has the numbers. The"
                    + " lines before it name the hash at the end of each chain: kept elsewhere, they tell next time whether lines were cut off.",
            "How far it got is told on the standard error, after each 100000 lines or executions.",
            "Without --keys, those of a record are taken from it, which its owner could have changed; for an export, signatures are"
                    + " not looked at. Both is said.",
            "With --server, or FREEHOLD_SERVER and no record named here, a server that runs goes through the chain of the key's own tenant,"
                    + " with --tenant through another's or all: its lines, its end, and executions against their receipts. It is the server's word."
        },
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold audit verify chain.jsonl --keys keys.json           an export, without any server",
            "  freehold audit verify --data /var/lib/freehold/data          all chains of a data folder",
            "  freehold audit verify --server http://127.0.0.1:8080         one's own chain, by the server",
            "  freehold audit verify --server http://127.0.0.1:8080 --tenant all     all chains, for an operator"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything is as it was written",
            "1:something is not, or cannot be read",
            "64:not an export or not a record",
            "69:the server cannot be reached"
        })
final class AuditVerifyCommand implements Callable<Integer> {
    static final long PROGRESS_STEP = 100_000;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "An export.")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private KeptLedger kept = new KeptLedger();

    @Mixin
    private TrustedKeys keys = new TrustedKeys();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description =
                    "With --server: whose chain; all for every one, which needs the right tenants (default: the key's own).")
    private Optional<String> tenant = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        boolean isNamed = file.isPresent() || kept.isNamed();
        if (isNamed && (server.isNamed() || tenant.isPresent())) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "name either a server, by --server, --key and --tenant, or a record: FILE, --data or --database;"
                            + " public keys to believe are named by --keys");
        }
        Optional<RemoteServer> asked = isNamed
                ? Optional.empty()
                : server.isNamed() || tenant.isPresent() ? Optional.of(server.orLocal()) : server.server();
        if (asked.isPresent()) {
            return remote(asked.get());
        }
        try {
            return file.isPresent() ? export(file.get()) : record();
        } catch (IOException failed) {
            throw new Declined(ExitStatus.USAGE, String.valueOf(failed.getMessage()));
        }
    }

    private int remote(RemoteServer asked) {
        if (keys.isNamed()) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "--keys: a server verifies by the keys of its own record; take its chain out by freehold audit export, and verify that");
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("freehold: this is what " + asked.address()
                + " finds of itself; an export is verified without its help");
        err.flush();
        long broken = new ServersAudit(asked, tenant, spec.commandLine().getOut(), err).run();
        return broken == 0 ? ExitStatus.OK : ExitStatus.DIFFERS;
    }

    private int export(Path path) throws IOException {
        Optional<KeySet> trusted = keys.read();
        Audit audit = new Audit(trusted, progress());
        if (trusted.isEmpty()) {
            spec.commandLine().getErr().println("freehold: signatures are not looked at; name public keys by --keys");
        }
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Optional<SignedLine> signed = read(line, number, audit);
                if (number == 1) {
                    signed.filter(first -> first.line().position().number() > 0).ifPresent(first -> {
                        audit.trustBefore(first.line());
                        spec.commandLine()
                                .getErr()
                                .println("freehold: the export begins at line "
                                        + first.line().position() + " of its chain; what was before is not looked at");
                    });
                }
                signed.ifPresent(audit::take);
            }
            if (number == 0) {
                throw new IOException(path + " has no line, so nothing can be verified; export it again");
            }
        } catch (CharacterCodingException notText) {
            throw new IOException(
                    path + " is not an export: it is not UTF-8; freehold audit export makes one", notText);
        } catch (FileSystemException unreadable) {
            throw new IOException(path + " cannot be read: " + Unreadable.reason(unreadable), unreadable);
        }
        return said(audit);
    }

    private static Optional<SignedLine> read(String line, long number, Audit audit) {
        try {
            return Optional.of(LineJson.parse(line));
        } catch (IllegalArgumentException wrong) {
            audit.unreadable(new Breach(
                    new Chain("unknown"),
                    new Position(number - 1),
                    "line " + number + " of the file cannot be read: " + wrong.getMessage()));
            return Optional.empty();
        }
    }

    private int record() throws IOException {
        Optional<KeySet> given = keys.read();
        try (RecordedLedger ledger = kept.open()) {
            if (given.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "freehold: the keys are those of the record itself; keep a copy elsewhere, and name it by --keys");
            }
            Audit audit = new Audit(Optional.of(given.isPresent() ? given.get() : ledger.readableKeys()), progress());
            try {
                ledger.audit(audit);
                ledger.auditRecord(audit);
            } catch (IOException failed) {
                audit.damaged(String.valueOf(failed.getMessage())); // what was found before it is no less true
            }
            return said(audit);
        }
    }

    private Progress progress() {
        return new Progress(spec.commandLine().getErr(), "lines and executions looked at", PROGRESS_STEP);
    }

    private int said(Audit audit) {
        PrintWriter out = spec.commandLine().getOut();
        audit.findings().forEach(finding -> out.println("BROKEN " + Findings.printable(finding)));
        audit.heads().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Chain::name)))
                .forEach(chain -> out.println(Findings.end(
                        chain.getKey().name(),
                        chain.getValue().next().number(),
                        chain.getValue().last().hex())));
        out.println(audit.lines() + " lines, " + audit.findings().size() + " broken");
        out.flush();
        return audit.findings().isEmpty() ? ExitStatus.OK : ExitStatus.DIFFERS;
    }
}
