package freehold.cli.remote;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Who may vouch for a server, instead of all whom the JDK trusts. */
final class Authorities {
    private static final char[] NO_PASSWORD = {};

    private Authorities() {}

    /**
     * Trusts the certificates of a file and no others.
     *
     * @param file with one or more, in PEM (RFC 7468)
     * @throws Declined if there are none in it, or it cannot be read
     */
    static SSLContext of(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(bytes);
            if (certificates.isEmpty()) {
                throw declined(file, "there is no certificate in it");
            }
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, NO_PASSWORD);
            for (Certificate each : certificates) {
                trusted.setCertificateEntry("authority" + trusted.size(), each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (CertificateException garbled) {
            throw declined(file, "there is no certificate in it that can be read");
        } catch (IOException unreadable) {
            throw declined(file, Unreadable.reason(unreadable));
        } catch (GeneralSecurityException lacking) {
            throw new IllegalStateException(lacking);
        }
    }

    private static Declined declined(Path file, String why) {
        return new Declined(
                ExitStatus.USAGE,
                "--cacert " + file + ": " + why + "; it has the certificates that vouch for the server, in PEM");
    }
}
