package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.quantity.Digest;
import freehold.wire.client.ReceiptJson;
import freehold.wire.receipt.Envelope;
import freehold.wire.receipt.KeySet;
import freehold.wire.receipt.VerifyingKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold receipt verify}. */
@Command(
        name = "verify",
        description = {
            "Says whether a receipt was signed with one of the keys, and what it states. Needs no server and no network.",
            "With --output, whether a file is what the execution wrote or brought back."
        },
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold receipt verify receipt.json --keys keys.json",
            "  freehold receipt verify receipt.json --keys public.pem --output stdout=answer.txt --output artifacts/plot.png=plot.png"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:signed, and all files are those of the receipt",
            "1:not signed with these keys, or a file is another one",
            "64:a file is not a receipt or not a key"
        })
final class ReceiptVerifyCommand implements Callable<Integer> {
    private static final int KEYS_SHOWN = 16;

    @Parameters(paramLabel = "FILE", description = "The receipt.")
    private Path file = Path.of("");

    @Mixin
    private TrustedKeys keys = new TrustedKeys();

    /** The only name of a public key's file once; everywhere else it is a key of the API. */
    @Option(names = "--key", paramLabel = "FILE", hidden = true)
    private Optional<Path> formerly = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "[NAME=]FILE",
            description = "A file to compare: with stdout, or with the output of that name. May be repeated.")
    private List<String> outputs = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        KeySet trusted = trusted();
        PrintWriter out = spec.commandLine().getOut();
        Envelope envelope = envelope();
        Optional<VerifyingKey> signer = trusted.keys().stream()
                .map(KeySet.Published::key)
                .filter(key -> key.signed(envelope))
                .findFirst();
        if (signer.isEmpty()) {
            throw new Declined(
                    ExitStatus.DIFFERS, file + " is not signed with any of these keys; believe nothing in it");
        }
        ReceiptJson receipt = receipt(envelope);
        out.println("signed with key " + signer.get().id().substring(0, KEYS_SHOWN) + "…");
        receipt.sentences().forEach(out::println);
        boolean same = true;
        for (String output : outputs) {
            same &= compare(output, receipt.outputs(), out);
        }
        out.flush();
        return same ? ExitStatus.OK : ExitStatus.DIFFERS;
    }

    private KeySet trusted() {
        if (formerly.isPresent()) {
            if (keys.isNamed()) {
                throw new Declined(
                        ExitStatus.USAGE,
                        "name the keys to believe once, by --keys; --key is its former name, and a key of the API elsewhere");
            }
            KeySet trusted = TrustedKeys.read("--key", formerly.get());
            spec.commandLine()
                    .getErr()
                    .println(
                            "freehold: --key still names public keys here; write --keys, for it is a key of the API elsewhere");
            return trusted;
        }
        return keys.read()
                .orElseThrow(() -> new Declined(
                        ExitStatus.USAGE,
                        "name the keys to believe by --keys; a server publishes its own at /v1/receipt-keys"));
    }

    private Envelope envelope() {
        try {
            return Envelope.parse(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new Declined(ExitStatus.USAGE, file + " cannot be read: " + Unreadable.reason(unreadable));
        } catch (IllegalArgumentException wrong) {
            throw new Declined(
                    ExitStatus.USAGE,
                    file + " is no receipt: " + wrong.getMessage() + "; freehold receipt get prints one");
        }
    }

    private ReceiptJson receipt(Envelope envelope) {
        try {
            return ReceiptJson.read(envelope);
        } catch (IllegalArgumentException other) {
            throw new Declined(ExitStatus.USAGE, file + " is signed, but " + other.getMessage());
        }
    }

    private static boolean compare(String option, Map<String, Digest> outputs, PrintWriter out) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? "stdout" : option.substring(0, equals);
        Path path = Path.of(option.substring(equals + 1));
        Digest stated = Optional.ofNullable(outputs.get(name))
                .or(() -> Optional.ofNullable(outputs.get("run/" + name)))
                .orElseThrow(() -> new Declined(
                        ExitStatus.USAGE, "--output: the receipt has no output " + name + ", but " + outputs.keySet()));
        try {
            boolean same = Digest.of(Files.readAllBytes(path)).equals(stated);
            out.println(path + (same ? " is " : " is NOT ") + name + " of this execution");
            return same;
        } catch (IOException unreadable) {
            throw new Declined(
                    ExitStatus.USAGE, "--output: " + path + " cannot be read: " + Unreadable.reason(unreadable));
        }
    }
}
