package freehold.control.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3, with HTTP/2 for who asks for it (ALPN) and HTTP/1.1 for others. The files are looked at again and again: a renewed
 * certificate serves the next connection, and one that cannot be used changes nothing but the log.
 */
final class Tls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final int STREAMS_MAX = 128;

    private final TlsFiles files;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private final Thread thread;

    /** @throws IllegalArgumentException with a sentence for people, if the files cannot be used */
    Tls(TlsFiles files) {
        this.files = files;
        TlsFiles.Version first;
        try {
            first = files.version();
            context.setKeyStore(files.read());
        } catch (IOException unusable) {
            throw new IllegalArgumentException("TLS: " + unusable.getMessage(), unusable);
        }
        context.setKeyStorePassword("");
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        context.setRenegotiationAllowed(false);
        this.thread = Thread.ofVirtual().name("tls-files").start(() -> watch(first));
    }

    /** What a connector needs to speak it. */
    ConnectionFactory[] factories(HttpConfiguration plain) {
        HttpConfiguration http = new HttpConfiguration(plain);
        http.addCustomizer(new SecureRequestCustomizer(false)); // by whatever name or address it is reached
        HTTP2ServerConnectionFactory second = new HTTP2ServerConnectionFactory(http);
        second.setMaxConcurrentStreams(STREAMS_MAX);
        ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory();
        choice.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
        return new ConnectionFactory[] {
            new SslConnectionFactory(context, choice.getProtocol()), choice, second, new HttpConnectionFactory(http)
        };
    }

    /** Those that are spoken. */
    List<String> protocols() {
        return List.of(context.getIncludeProtocols());
    }

    private void watch(TlsFiles.Version first) {
        TlsFiles.Version known = first;
        try {
            while (true) {
                Thread.sleep(PERIOD);
                known = look(known);
            }
        } catch (InterruptedException closing) {
            LOG.debug("No longer watching the certificate");
        }
    }

    private TlsFiles.Version look(TlsFiles.Version known) {
        try {
            TlsFiles.Version now = files.version();
            if (!now.equals(known)) {
                var store = files.read();
                context.reload(factory -> factory.setKeyStore(store));
                LOG.info("The certificate of {} is in use now", files.certificate());
            }
            return now;
        } catch (Exception unusable) {
            LOG.error("The certificate that was in use stays so: {}", unusable.getMessage());
            return known;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
