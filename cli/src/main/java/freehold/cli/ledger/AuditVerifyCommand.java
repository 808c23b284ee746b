package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.cli.scratch.Scratch;
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
                    + " not looked at. Both is said."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything is as it was written",
            "1:something is not, or cannot be read",
            "64:not an export or not a record"
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private static final long PROGRESS_STEP = 100_000;
    private static final int FINDING_MOST = 1000;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "An export.")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private KeptLedger kept = new KeptLedger();

    @Mixin
    private TrustedKeys keys = new TrustedKeys();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            return file.isPresent() ? export(file.get()) : record();
        } catch (IOException failed) {
            throw new Declined(ExitStatus.USAGE, String.valueOf(failed.getMessage()));
        }
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
        try (Scratch scratch = Scratch.make();
                RecordedLedger ledger = kept.open(scratch)) {
            Optional<KeySet> given = keys.read();
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
        audit.findings().forEach(finding -> out.println("BROKEN " + printable(finding)));
        audit.heads().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Chain::name)))
                .forEach(chain -> out.println(chain.getKey() + ": up to line "
                        + (chain.getValue().next().number() - 1) + ", whose hash is "
                        + chain.getValue().last().hex()));
        out.println(audit.lines() + " lines, " + audit.findings().size() + " broken");
        out.flush();
        return audit.findings().isEmpty() ? ExitStatus.OK : ExitStatus.DIFFERS;
    }

    /** Some of it is what somebody wrote into the file: it may neither begin a line of its own nor tell the terminal anything. */
    private static String printable(String finding) {
        String plain = finding.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
        return plain.length() <= FINDING_MOST ? plain : plain.substring(0, FINDING_MOST) + "…";
    }
}
