package freehold.control.http;

import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.refusal.Forbidden;
import freehold.refusal.Refusal;
import freehold.refusal.Unauthenticated;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who may come in. Without keys everybody who reaches the loopback may, and a web page in the user's browser reaches it too: so there
 * the host name must be a loopback one (against DNS rebinding) and no other origin may ask (against cross-site requests).
 */
final class Door {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String SCHEME = "Bearer ";

    private final Supplier<Optional<KeyFile>> keys;

    /** @param keys asked for each request, so that a changed key file counts at once */
    Door(Supplier<Optional<KeyFile>> keys) {
        this.keys = keys;
    }

    /** What was found out about a caller. */
    sealed interface Passage {
        record Open(Caller caller) implements Passage {}

        record Shut(Refusal refusal) implements Passage {}
    }

    /** For paths that say nothing of any tenant: only where the request comes from is checked. */
    Optional<Refusal> strangerRefusal(Context context) {
        return keys.get().isPresent() ? Optional.empty() : foreign(context);
    }

    Passage pass(Context context, Right right) {
        return pass(context, right, Optional.empty());
    }

    /** The same for callers who may send their secret in another way too. */
    Passage pass(Context context, Right right, Optional<String> otherwise) {
        Optional<KeyFile> known = keys.get();
        if (known.isEmpty()) {
            return foreign(context).<Passage>map(Passage.Shut::new).orElseGet(() -> new Passage.Open(Caller.LOCAL));
        }
        return bearer(context)
                .or(() -> otherwise)
                .flatMap(secret -> known.get().verify(new KeySecret(secret)))
                .map(caller -> caller.may(right)
                        ? new Passage.Open(caller)
                        : new Passage.Shut(new Forbidden("This key lacks the right " + right.label() + ".")))
                .orElseGet(() -> new Passage.Shut(new Unauthenticated()));
    }

    private static Optional<String> bearer(Context context) {
        String header = context.header("Authorization");
        return header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.empty()
                : Optional.of(header.substring(SCHEME.length()).strip());
    }

    private static Optional<Refusal> foreign(Context context) {
        String host = context.header("Host");
        if (host == null || !isLoopback(host)) {
            return Optional.of(
                    new Forbidden("Without keys, this server answers to localhost, 127.0.0.1 and [::1] only."));
        }
        String origin = context.header("Origin");
        if (origin != null && !origin.equals("http://" + host)) {
            return Optional.of(new Forbidden("Without keys, this server does not answer to web pages."));
        }
        String site = context.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return Optional.of(new Forbidden("Without keys, this server does not answer to web pages."));
        }
        return Optional.empty();
    }

    /** Whatever the port: a page elsewhere can choose that, but not the name. */
    private static boolean isLoopback(String host) {
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon >= 0 && !host.endsWith("]");
        return LOOPBACK_NAMES.contains((hasPort ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT));
    }
}
