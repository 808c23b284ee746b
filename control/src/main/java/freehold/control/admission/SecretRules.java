package freehold.control.admission;

import freehold.control.policy.Rulebook;
import freehold.control.secret.Kept;
import freehold.control.secret.SecretIndex;
import freehold.execution.Injection;
import freehold.execution.Request;
import freehold.execution.SecretUse;
import freehold.policy.Origin;
import freehold.refusal.FieldFault;
import freehold.refusal.Forbidden;
import freehold.refusal.Invalid;
import freehold.refusal.NotFound;
import freehold.refusal.Within;
import freehold.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which secrets a request gets: those that a policy grants and that its tenant has. */
final class SecretRules {
    /** Of all values of one execution; with arguments and environment they must fit into what the cell daemon is sent. */
    private static final int BYTES_MAX = 96 << 10;

    private final SecretIndex secrets;
    private final TenantId tenant;

    SecretRules(SecretIndex secrets, TenantId tenant) {
        this.secrets = secrets;
        this.tenant = tenant;
    }

    /** What came of looking. */
    sealed interface Pinned {
        /** All are there; the request says of each which version. */
        record Known(Request request) implements Pinned {}

        record Withheld(Denial denial) implements Pinned {}
    }

    /** Where no policy is in force, none grants anything. */
    static Optional<Denial> ungranted(Request request, Optional<Rulebook> rules) {
        return request.secrets().isEmpty() || rules.isPresent()
                ? Optional.empty()
                : Optional.of(new Denial(
                        new Forbidden(
                                "No policy is in force for this tenant, and without one no secret is granted",
                                "Ask the operator for a policy that lists them under secrets"),
                        Origin.SERVER,
                        "#/secrets"));
    }

    Optional<Denial> withheld(Request request) {
        return switch (pinned(request)) {
            case Pinned.Withheld(Denial denial) -> Optional.of(denial);
            case Pinned.Known _ -> Optional.empty();
        };
    }

    Pinned pinned(Request request) {
        if (request.secrets().isEmpty()) {
            return new Pinned.Known(request);
        }
        List<SecretUse> uses = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < request.secrets().size(); i++) {
            SecretUse use = request.secrets().get(i);
            String pointer = "#/secrets/" + i;
            Optional<Kept> kept = secrets.find(tenant, use.name(), use.version());
            if (kept.isEmpty()) {
                return new Pinned.Withheld(
                        new Denial(new Within(pointer, new NotFound(NotFound.Thing.SECRET)), Origin.REQUEST, pointer));
            }
            if (use.injection() instanceof Injection.Variable && !kept.get().text()) {
                return invalid(pointer + "/env", "cannot have this value, which is not text; have it as a file");
            }
            bytes += kept.get().sizeBytes();
            uses.add(use.pinned(kept.get().version().number()));
        }
        return bytes > BYTES_MAX
                ? invalid("#/secrets", "has values of 98,304 bytes at most, not " + bytes)
                : new Pinned.Known(request.withSecrets(uses));
    }

    private static Pinned invalid(String pointer, String detail) {
        return new Pinned.Withheld(
                new Denial(new Invalid(List.of(new FieldFault(pointer, detail))), Origin.REQUEST, pointer));
    }
}
