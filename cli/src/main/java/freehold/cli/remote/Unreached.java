package freehold.cli.remote;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Why no answer came from a server, in words of who gave its address; the client's own are of parsers and channels. */
public final class Unreached {
    private Unreached() {}

    /** What is wrong there, and the way out where the failure tells one. */
    public static String why(URI address, IOException failure) {
        boolean tls = "https".equals(address.getScheme());
        if (has(failure, UnresolvedAddressException.class)) {
            return "there is no host " + address.getHost();
        }
        if (has(failure, HttpTimeoutException.class)) {
            return "no answer came in time";
        }
        if (has(failure, ConnectException.class)) {
            return words(failure).orElse("nobody listens there");
        }
        if (has(failure, CertPathBuilderException.class)) {
            return "nobody who is trusted vouches for its certificate; name a file of those who do by --cacert, or as FREEHOLD_CACERT";
        }
        if (has(failure, SSLHandshakeException.class) || has(failure, GeneralSecurityException.class)) {
            return "TLS cannot be agreed on: " + words(failure).orElse("no reason is given");
        }
        if (has(failure, SSLException.class)) {
            return "what listens there does not speak TLS; if that is the server, its address begins with http://";
        }
        if (has(failure, ProtocolException.class) || has(failure, EOFException.class)) {
            return "what listens there gives no answer in HTTP"
                    + (tls ? "" : "; if that is the server, its address may begin with https://");
        }
        return words(failure).orElse("the connection broke");
    }

    /** Whether something answered, so that it is of no use to look whether it runs. */
    static boolean somebodyIsThere(IOException failure) {
        return has(failure, SSLException.class);
    }

    private static Optional<String> words(IOException failure) {
        return Optional.ofNullable(failure.getMessage());
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return true;
            }
        }
        return false;
    }
}
