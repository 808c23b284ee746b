package freehold.control.http;

import freehold.control.identity.Finding;
import freehold.control.rate.Rates;
import freehold.control.rate.Rates.Taken;
import freehold.control.tenancy.Credential;
import freehold.refusal.RateExceeded;
import freehold.refusal.Refusal;
import freehold.tenant.Rate;
import freehold.tenant.Tenant;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One request's price, and the header fields that say what is left (draft-ietf-httpapi-ratelimit-headers-10). */
final class Toll {
    private static final String POLICY = "RateLimit-Policy";
    private static final String LEFT = "RateLimit";

    private Toll() {}

    /**
     * Takes it from the key's own rate, if it has one, and from the tenant's; empty if both gave.
     *
     * @param header told what is left, by name and value
     */
    static Optional<Refusal> take(Rates rates, Finding.Known known, BiConsumer<String, String> header) {
        Optional<Taken> key = known.caller().credential() instanceof Credential.StoredKey(var id)
                ? known.rate().map(rate -> rates.take(id, rate))
                : Optional.empty();
        if (key.isPresent() && !key.get().granted()) {
            say(header, policy("key", key.get()), left("key", key.get()));
            return Optional.of(
                    new RateExceeded("key", key.get().rate(), key.get().pause()));
        }
        Rate rate = known.tenant().flatMap(Tenant::rate).orElse(rates.standard());
        Taken tenant = rates.take(known.caller().tenant(), rate);
        String policy = policy("tenant", tenant);
        String left = left("tenant", tenant);
        say(
                header,
                key.map(each -> policy("key", each) + ", " + policy).orElse(policy),
                key.map(each -> left("key", each) + ", " + left).orElse(left));
        return tenant.granted()
                ? Optional.empty()
                : Optional.of(new RateExceeded("tenant", tenant.rate(), tenant.pause()));
    }

    private static void say(BiConsumer<String, String> header, String policy, String left) {
        header.accept(POLICY, policy);
        header.accept(LEFT, left);
    }

    private static String policy(String name, Taken taken) {
        return '"' + name + "\";q=" + taken.rate().requests() + ";w="
                + taken.rate().window().toSeconds();
    }

    private static String left(String name, Taken taken) {
        return '"' + name + "\";r=" + taken.left() + ";t=" + taken.secondsToFull();
    }
}
