package freehold.client;

import java.util.Arrays;
import java.util.Optional;

/** What a problem is about; each is documented by the server at {@code /errors/<slug>}. */
public enum Slug {
    MALFORMED("malformed"),
    UNAUTHENTICATED("unauthenticated"),
    FORBIDDEN("forbidden"),
    POLICY_DENIED("policy-denied"),
    NOT_FOUND("not-found"),
    METHOD_NOT_ALLOWED("method-not-allowed"),
    CONFLICT("conflict"),
    TOO_LARGE("too-large"),
    NOT_JSON("not-json"),
    INVALID("invalid"),
    LIMIT_ABOVE_CEILING("limit-above-ceiling"),
    RUNTIME_UNKNOWN("runtime-unknown"),
    RUNTIME_MISSING("runtime-missing"),
    TIER_UNAVAILABLE("tier-unavailable"),
    NOT_OFFERED("not-offered"),
    QUEUE_FULL("queue-full"),
    RATE_EXCEEDED("rate-exceeded"),
    CONCURRENCY_EXCEEDED("concurrency-exceeded"),
    BUDGET_EXCEEDED("budget-exceeded"),
    FAULT("fault"),
    UNAVAILABLE("unavailable");

    private final String word;

    Slug(String word) {
        this.word = word;
    }

    /** As the contract writes it. */
    public String word() {
        return word;
    }

    /** Empty for a word that a newer server added. */
    static Optional<Slug> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
