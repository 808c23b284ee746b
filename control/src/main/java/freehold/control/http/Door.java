package freehold.control.http;

import freehold.control.identity.Callers;
import freehold.control.identity.Finding;
import freehold.control.rate.Rates;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Right;
import freehold.refusal.Forbidden;
import freehold.refusal.Refusal;
import freehold.refusal.Unauthenticated;
import freehold.refusal.Unavailable;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in. Without keys everybody who reaches the loopback may, and a web page in the user's browser reaches it too: so there
 * the host name must be a loopback one (against DNS rebinding) and no other origin may ask (against cross-site requests).
 */
final class Door {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String SCHEME = "Bearer ";
    private static final Refusal SUSPENDED =
            new Forbidden("This tenant is suspended", "Ask the operator of this server to resume it");
    private static final Refusal WEB_PAGE = new Forbidden(
            "A server without keys does not answer to web pages of other origins",
            "Call it from a program, or have its operator create a key");
    private static final String STANDING = "freehold.standing";

    private final Callers callers;
    private final Rates rates;

    Door(Callers callers, Rates rates) {
        this.callers = callers;
        this.rates = rates;
    }

    /** What was found out about a caller. */
    sealed interface Passage {
        record Open(Caller caller) implements Passage {}

        record Shut(Refusal refusal) implements Passage {}
    }

    /** For paths that say nothing of any tenant: only where the request comes from is checked. */
    Optional<Refusal> strangerRefusal(Context context) {
        return callers.wantProof() ? Optional.empty() : foreign(context);
    }

    Passage pass(Context context, Demand demand) {
        return pass(context, demand, Optional.empty());
    }

    /** The same for callers who may send their secret in another way too. */
    Passage pass(Context context, Demand demand, Optional<String> otherwise) {
        if (!callers.wantProof()) {
            Optional<Refusal> refusal = foreign(context);
            context.attribute(STANDING, new Standing(Optional::empty, () -> paid(callers.present())));
            return refusal.isPresent() ? new Passage.Shut(refusal.get()) : admitted(context, callers.present(), demand);
        }
        Optional<String> secret = bearer(context).or(() -> otherwise);
        secret.ifPresent(each -> context.attribute(
                STANDING, new Standing(() -> standing(each, demand), () -> paid(callers.find(each)))));
        return admitted(context, secret.map(callers::find).orElseGet(Finding.Unknown::new), demand);
    }

    /**
     * What is known of whoever came in, later; for what outlives the request.
     *
     * @param now whether they would still be let in; takes no rate
     * @param paid takes the price of one more request
     */
    record Standing(Supplier<Optional<Refusal>> now, Supplier<Optional<Refusal>> paid) {
        private static final Standing ANYBODY = new Standing(Optional::empty, Optional::empty);
    }

    /** Whoever is not known any more is not let in either, which is for others to see. */
    private Optional<Refusal> paid(Finding finding) {
        return finding instanceof Finding.Known known ? Toll.take(rates, known, (_, _) -> {}) : Optional.empty();
    }

    static Standing standing(Context context) {
        Standing standing = context.attribute(STANDING);
        return standing == null ? Standing.ANYBODY : standing;
    }

    /** No rate is taken, and while the record cannot be read who is in stays in. */
    private Optional<Refusal> standing(String secret, Demand demand) {
        return switch (callers.find(secret)) {
            case Finding.Unknown() -> Optional.of(new Unauthenticated());
            case Finding.Uncertain _ -> Optional.empty();
            case Finding.Suspended() -> Optional.of(SUSPENDED);
            case Finding.Known known ->
                switch (allowed(known, demand)) {
                    case Passage.Shut(Refusal refusal) -> Optional.of(refusal);
                    case Passage.Open _ -> Optional.empty();
                };
        };
    }

    private Passage admitted(Context context, Finding finding, Demand demand) {
        return switch (finding) {
            case Finding.Unknown() -> new Passage.Shut(new Unauthenticated());
            case Finding.Uncertain(String reason) ->
                new Passage.Shut(new Unavailable(reason, "Come back later, or use a key of this server"));
            case Finding.Suspended() -> new Passage.Shut(SUSPENDED);
            case Finding.Known known ->
                Toll.take(rates, known, context::header)
                        .<Passage>map(Passage.Shut::new)
                        .orElseGet(() -> allowed(known, demand));
        };
    }

    private static Passage allowed(Finding.Known known, Demand demand) {
        return switch (demand) {
            case Demand.Having(Right right) when !known.caller().may(right) -> new Passage.Shut(lacking(right));
            case Demand.Having _, Demand.BeingKnown _ -> new Passage.Open(known.caller());
        };
    }

    /** What a caller is told who may not, for want of that right. */
    static Refusal lacking(Right right) {
        return new Forbidden(
                "This key lacks the right " + right.label(),
                "Use a key that has it; GET /v1/me says what this one may");
    }

    private static Optional<String> bearer(Context context) {
        String header = context.header("Authorization");
        return header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.empty()
                : Optional.of(header.substring(SCHEME.length()).strip());
    }

    private static Optional<Refusal> foreign(Context context) {
        String host = host(context);
        if (host == null || !isLoopback(host)) {
            return Optional.of(new Forbidden(
                    "A server without keys answers to the host names localhost, 127.0.0.1 and [::1] alone",
                    "Call it by one of them, or have its operator create a key"));
        }
        String origin = context.header("Origin");
        if (origin != null && !origin.equals(context.scheme() + "://" + host)) {
            return Optional.of(WEB_PAGE);
        }
        String site = context.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return Optional.of(WEB_PAGE);
        }
        return Optional.empty();
    }

    /** HTTP/2 has no such header, but the authority that it stands for. */
    private static @Nullable String host(Context context) {
        String header = context.header("Host");
        HttpServletRequest request = context.req();
        return header == null && request.getProtocol().startsWith("HTTP/2")
                ? request.getServerName() + ":" + request.getServerPort()
                : header;
    }

    /** Whatever the port: a page elsewhere can choose that, but not the name. */
    private static boolean isLoopback(String host) {
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon >= 0 && !host.endsWith("]");
        return LOOPBACK_NAMES.contains((hasPort ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT));
    }
}
