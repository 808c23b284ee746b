package freehold.cli.remote;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.text.Printable;
import freehold.wire.client.ProblemJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * A server and the key to it. What it declines ends the command with its own sentence.
 *
 * @param trust who may vouch for it; whom the JDK trusts, if nobody is named
 */
public record RemoteServer(URI address, Optional<String> key, Optional<SSLContext> trust) {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration ANSWER_MAX = Duration.ofMinutes(5);
    /** What may follow {@code Bearer}; anything else is refused here, for who refuses it later would show it. */
    private static final String KEY = "[!-~]+";

    private static final int SHOWN = 200;

    private static final String JSON = "application/json";

    public RemoteServer {
        if (address.getScheme() == null || !address.getScheme().matches("https?") || address.getHost() == null) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "--server: not the address of a server: " + address + "; it is as http://127.0.0.1:8080");
        }
        if (key.filter(text -> !text.matches(KEY)).isPresent()) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "--key or FREEHOLD_KEY has a character that no key has, such as a space or the end of a line; give the key alone");
        }
    }

    /** One that somebody vouches for whom the JDK trusts. */
    public RemoteServer(URI address, Optional<String> key) {
        this(address, key, Optional.empty());
    }

    /**
     * A request to a path of it, with the key.
     *
     * @throws Declined if that leads to another server, as a path that a server wrote itself may
     */
    public HttpRequest.Builder to(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(own(path));
        key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        return request;
    }

    private URI own(String path) {
        try {
            URI resolved = address.resolve(path);
            if (address.getScheme().equals(resolved.getScheme())
                    && Objects.equals(address.getRawAuthority(), resolved.getRawAuthority())) {
                return resolved;
            }
        } catch (IllegalArgumentException _) {
            // no address at all
        }
        throw new Declined(
                ExitStatus.UNAVAILABLE,
                "the server at " + address + " names a place that is not one of its own: " + Printable.of(path, SHOWN));
    }

    /** Where a path of it is for a WebSocket; the scheme differs. */
    public URI socket(String path) {
        URI resolved = address.resolve(path);
        return URI.create(resolved.toString().replaceFirst("^http", "ws"));
    }

    /** A client for it. */
    public HttpClient client() {
        HttpClient.Builder client =
                HttpClient.newBuilder().connectTimeout(CONNECT_MAX).version(HttpClient.Version.HTTP_1_1);
        trust.ifPresent(client::sslContext);
        return client.build();
    }

    public byte[] get(String path) {
        return get(path, JSON);
    }

    /** The same in another form than JSON. */
    public byte[] get(String path, String accept) {
        return answer(to(path).header("Accept", accept).GET());
    }

    public byte[] delete(String path) {
        return answer(to(path).DELETE());
    }

    /** Asks for what needs no body by a method such as {@code POST}. */
    public byte[] send(String method, String path) {
        return answer(to(path).method(method, BodyPublishers.noBody()));
    }

    /** Sends JSON by a method such as {@code POST} or {@code PATCH}. */
    public byte[] send(String method, String path, byte[] json) {
        return send(method, path, JSON, json);
    }

    public byte[] send(String method, String path, String mediaType, byte[] body) {
        return answer(to(path).header("Content-Type", mediaType).method(method, BodyPublishers.ofByteArray(body)));
    }

    /** What reads an answer, for one that is too long to be held. */
    public interface Reading {
        void from(InputStream body) throws IOException;
    }

    /** Reads the answer while it comes. */
    public void read(String path, String accept, Reading reading) {
        try (HttpClient client = client()) {
            HttpResponse<InputStream> answer = client.send(
                    to(path).header("Accept", accept).timeout(ANSWER_MAX).GET().build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (isSuccess(answer.statusCode())) {
                    reading.from(body);
                } else {
                    throw declined(answer.statusCode(), body.readAllBytes());
                }
            }
        } catch (IOException unreachable) {
            throw unreachable(unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private byte[] answer(HttpRequest.Builder request) {
        try (HttpClient client = client()) {
            HttpResponse<byte[]> answer =
                    client.send(request.timeout(ANSWER_MAX).build(), BodyHandlers.ofByteArray());
            if (isSuccess(answer.statusCode())) {
                boolean isJson = answer.request()
                        .headers()
                        .firstValue("Accept")
                        .orElse(JSON)
                        .equals(JSON);
                return isJson ? json(answer.body()) : answer.body();
            }
            throw declined(answer.statusCode(), answer.body());
        } catch (IOException unreachable) {
            throw unreachable(unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * What a server of ours answered, as it is: nothing, an object or a list.
     *
     * @throws Declined if something else listens there, such as a web site
     */
    public byte[] json(byte[] body) {
        if (body.length > 0 && body[0] != '{' && body[0] != '[') {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "what listens at " + address
                            + " answers otherwise than Freehold does; name its server by --server");
        }
        return body;
    }

    /**
     * What an answer means.
     *
     * @throws Declined if it is JSON, and not what a server of ours answers
     */
    public <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException other) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "what listens at " + address + " answers otherwise than Freehold does: " + other.getMessage()
                            + "; name its server by --server");
        }
    }

    /** Whether a server that answers so may answer otherwise soon. */
    public static boolean mayPass(int status) {
        return status == 429 || status >= 500;
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    /** That it answered, and did not do it. */
    public Declined declined(int status, byte[] body) {
        ProblemJson problem = ProblemJson.read(status, body);
        if (problem.slug().equals("unauthenticated")) {
            return unauthenticated();
        }
        boolean later = mayPass(status)
                || problem.slug().equals("runtime-missing")
                || problem.slug().equals("tier-unavailable");
        return new Declined(later ? ExitStatus.UNAVAILABLE : ExitStatus.USAGE, problem.sentence());
    }

    /** That it wants another key; the server's own words for it are of headers. */
    public Declined unauthenticated() {
        return new Declined(
                ExitStatus.USAGE,
                key.isEmpty()
                        ? "the server wants a key; set FREEHOLD_KEY, or give one by --key"
                        : "this key does not count there: it is unknown, expired or revoked; set another as FREEHOLD_KEY, or by --key");
    }

    /** That no answer came of it. */
    public Declined unreachable(IOException failure) {
        return new Declined(
                ExitStatus.UNAVAILABLE,
                "the server at " + address + " cannot be reached: "
                        + Unreached.why(address, failure)
                        + (Unreached.somebodyIsThere(failure) ? "" : "; see whether it runs, and name it by --server"));
    }
}
