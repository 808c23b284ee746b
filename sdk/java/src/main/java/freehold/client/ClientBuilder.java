package freehold.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** What differs from the defaults of a client. */
public final class ClientBuilder {
    private static final Duration CONNECT_MOST = Duration.ofSeconds(10);

    private Optional<String> server = Optional.empty();
    private Optional<String> key = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();
    private Retries retries = Retries.DEFAULT;

    ClientBuilder() {}

    /** Where it is; by default FREEHOLD_SERVER, or http://127.0.0.1:8080. */
    public ClientBuilder server(String address) {
        server = Optional.of(address);
        return this;
    }

    /** By default FREEHOLD_KEY, which is shown to the server of the environment only. */
    public ClientBuilder key(String text) {
        key = Optional.of(text);
        return this;
    }

    public ClientBuilder retries(Retries some) {
        retries = some;
        return this;
    }

    /** For certificates of your own. */
    public ClientBuilder tls(SSLContext context) {
        tls = Optional.of(context);
        return this;
    }

    public FreeholdClient build() {
        Settings settings = Settings.of(server, key, System.getenv());
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_MOST);
        tls.ifPresent(http::sslContext);
        return new FreeholdClient(settings, new Transport(http.build(), settings), retries);
    }
}
