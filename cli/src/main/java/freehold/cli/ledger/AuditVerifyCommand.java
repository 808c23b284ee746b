package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.scratch.Scratch;
import freehold.control.ledger.Audit;
import freehold.control.sql.LedgerFile;
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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold audit verify}. */
@Command(
        name = "verify",
        description = {
            "Goes through an export, or without FILE through all chains of a data folder, and says whether each line is as it was written:"
                    + " its hash, its place behind the line before, its signature. Names every line that is not.",
            "Of a data folder it also says whether what is recorded of executions is what their receipts say.",
            "Without --keys, those of a data folder are taken from it, which its owner could have changed; for an export, signatures are"
                    + " not looked at. Both is said."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every line is as it was written", "1:a line is not", "64:not an export or not a data folder"
        })
final class AuditVerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "An export.")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private ReceiptKeyCommand.Folder folder = new ReceiptKeyCommand.Folder();

    @Mixin
    private TrustedKeys keys = new TrustedKeys();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            return file.isPresent() ? export(file.get()) : dataFolder();
        } catch (IOException failed) {
            throw new Declined(ExitStatus.USAGE, String.valueOf(failed.getMessage()));
        }
    }

    private int export(Path path) throws IOException {
        Optional<KeySet> trusted = keys.read();
        Audit audit = new Audit(trusted);
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
            throw new IOException(path + " is not an export: it is not UTF-8", notText);
        } catch (NoSuchFileException missing) {
            throw new IOException(path + " is not there", missing);
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

    private int dataFolder() throws IOException {
        try (Scratch scratch = Scratch.make();
                LedgerFile ledger = folder.ledger(scratch)) {
            Optional<KeySet> given = keys.read();
            if (given.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "freehold: the keys are those of the data folder itself; keep a copy elsewhere, and name it by --keys");
            }
            Audit audit = new Audit(Optional.of(given.isPresent() ? given.get() : ledger.keys()));
            try {
                ledger.audit(audit);
                ledger.auditRecord(audit);
            } catch (IOException failed) {
                said(audit); // what was found before it is no less true
                throw failed;
            }
            return said(audit);
        }
    }

    private int said(Audit audit) {
        PrintWriter out = spec.commandLine().getOut();
        audit.breaches().forEach(breach -> out.println("BROKEN " + breach.sentence()));
        audit.heads().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Chain::name)))
                .forEach(chain -> out.println(chain.getKey() + ": up to line "
                        + (chain.getValue().next().number() - 1) + ", whose hash is "
                        + chain.getValue().last().hex()));
        out.println(audit.lines() + " lines, " + audit.breaches().size() + " broken");
        out.flush();
        return audit.breaches().isEmpty() ? ExitStatus.OK : ExitStatus.DIFFERS;
    }
}
