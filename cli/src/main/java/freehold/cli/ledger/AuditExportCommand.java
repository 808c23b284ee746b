package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.ServerOptions;
import freehold.cli.scratch.Scratch;
import freehold.control.sql.LedgerFile;
import freehold.ledger.Chain;
import freehold.wire.receipt.LineJson;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code freehold audit export}. */
@Command(
        name = "export",
        description = {
            "Writes a chain as JSON lines: from a server, that of the caller's tenant; with --chain, any chain of a data folder of this"
                    + " machine, _server for what concerns the whole server.",
            "Keep exports elsewhere: that lines at the end of a chain were removed is seen only against what somebody else has."
        })
final class AuditExportCommand implements Runnable {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private ReceiptKeyCommand.Folder folder = new ReceiptKeyCommand.Folder();

    @Option(names = "--chain", paramLabel = "NAME", description = "A tenant, or _server; reads the data folder.")
    private Optional<String> chain = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to; must not be there yet (default: standard output).")
    private Optional<Path> out = Optional.empty();

    @Override
    public void run() {
        try {
            if (out.isPresent()) {
                whole(out.get());
            } else {
                lines(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
            }
        } catch (IOException | UncheckedIOException failed) {
            throw new Declined(ExitStatus.UNAVAILABLE, "the export is not whole: " + failed.getMessage());
        }
    }

    /** It appears under its name when it is whole: half of a chain verifies as well as all of it. */
    private void whole(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new Declined(ExitStatus.USAGE, "--out: " + file + " is there already; name another file");
        }
        Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        OutputStream opened = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW);
        try {
            lines(new BufferedOutputStream(opened));
            Files.createLink(file, part); // a move would take the place of what came meanwhile
        } catch (FileAlreadyExistsException came) {
            throw new Declined(ExitStatus.USAGE, "--out: " + file + " is there already; name another file");
        } catch (UnsupportedOperationException noLinks) {
            Files.move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void lines(OutputStream stream) throws IOException {
        try (OutputStream to = stream) {
            if (chain.isPresent()) {
                offline(named(chain.get()), to);
            } else {
                server.orLocal().read("/v1/audit", LineJson.MEDIA_TYPE, body -> body.transferTo(to));
            }
        }
    }

    private static Chain named(String name) {
        try {
            return new Chain(name);
        } catch (IllegalArgumentException wrong) {
            throw new Declined(ExitStatus.USAGE, "--chain: " + wrong.getMessage());
        }
    }

    private void offline(Chain named, OutputStream to) throws IOException {
        try (Scratch scratch = Scratch.make();
                LedgerFile ledger = folder.ledger(scratch)) {
            ledger.read(named, line -> {
                try {
                    to.write(LineJson.bytes(line));
                    to.write('\n');
                } catch (IOException full) {
                    throw new UncheckedIOException(full);
                }
            });
        }
    }
}
