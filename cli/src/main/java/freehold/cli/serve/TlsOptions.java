package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.control.http.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** By which certificate a server speaks TLS, if it does. */
final class TlsOptions {
    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Speak TLS by this certificate and those that vouch for it, in PEM; with --tls-key.")
    private Optional<Path> certificate = Optional.empty();

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its key, in PEM (PKCS #8). Both are read again when they change.")
    private Optional<Path> key = Optional.empty();

    Optional<TlsFiles> files() {
        if (certificate.isPresent() != key.isPresent()) {
            throw new Declined(
                    ExitStatus.USAGE, "--tls-certificate and --tls-key: one is nothing without the other; name both");
        }
        return certificate.map(
                file -> new TlsFiles(file.toAbsolutePath(), key.orElseThrow().toAbsolutePath()));
    }
}
