package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.ServerOptions;
import freehold.cli.scratch.WholeFile;
import freehold.control.sql.RecordedLedger;
import freehold.ledger.Chain;
import freehold.wire.receipt.LineJson;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code freehold audit export}. */
@Command(
        name = "export",
        description = {
            "Writes a chain as JSON lines: from a server, that of the caller's tenant; with --chain, any chain of a data folder or"
                    + " a database, _server for what concerns the whole server.",
            "Keep exports elsewhere: that lines at the end of a chain were removed is seen only against what somebody else has."
        })
final class AuditExportCommand implements Runnable {
    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private KeptLedger kept = new KeptLedger();

    @Option(
            names = "--chain",
            paramLabel = "NAME",
            description = "A tenant, or _server; reads the data folder, or the database.")
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
                lines(new BufferedOutputStream(standard()));
            }
        } catch (IOException | UncheckedIOException failed) {
            throw new Declined(ExitStatus.UNAVAILABLE, "the export is not whole: " + failed.getMessage());
        }
    }

    /** Its failures end the command, or they would be taken for the server's. */
    private OutputStream standard() {
        return new FileOutputStream(FileDescriptor.out) {
            @Override
            public void write(byte[] bytes, int from, int count) {
                try {
                    super.write(bytes, from, count);
                } catch (IOException lost) {
                    throw new Declined(ExitStatus.IO, "standard output could not be written: " + lost.getMessage());
                }
            }
        };
    }

    /** Half of a chain verifies as well as all of it. */
    private void whole(Path file) throws IOException {
        WholeFile.writeGivingUpRoot(
                file, "--out: " + file, channel -> lines(new BufferedOutputStream(Channels.newOutputStream(channel))));
    }

    private void lines(OutputStream stream) throws IOException {
        if (chain.isPresent()) {
            offline(named(chain.get()), stream);
        } else {
            server.orLocal().read("/v1/audit", LineJson.MEDIA_TYPE, body -> body.transferTo(stream));
        }
        stream.flush();
    }

    private static Chain named(String name) {
        try {
            return new Chain(name);
        } catch (IllegalArgumentException wrong) {
            throw new Declined(
                    ExitStatus.USAGE, "--chain: " + wrong.getMessage() + "; it is that of a tenant, or _server");
        }
    }

    private void offline(Chain named, OutputStream to) throws IOException {
        try (RecordedLedger ledger = kept.open()) {
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
