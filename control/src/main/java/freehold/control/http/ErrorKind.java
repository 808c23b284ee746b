package freehold.control.http;

import java.util.Arrays;
import java.util.Optional;

/** Every kind of problem that this API answers with. A slug never changes, for programs depend on it. */
enum ErrorKind {
    MALFORMED(
            "malformed",
            400,
            "The request does not follow the contract",
            "The body is not JSON, is not UTF-8, has an unknown field, the same name twice, half of a surrogate pair or a value of a"
                    + " wrong type; or the request has a parameter that is unknown, repeated or not percent-encoded. `errors` points at each place.",
            "Mend the places that `errors` names. The contract is at /v1/openapi.json."),
    UNAUTHENTICATED(
            "unauthenticated",
            401,
            "A key is needed",
            "The request has no key or token, or one that is unknown, expired or revoked. Which of them is not said.",
            "Send `Authorization: Bearer` and a key of this server, or an access token where it takes those."),
    FORBIDDEN(
            "forbidden",
            403,
            "Not allowed",
            "The key lacks the right that the call needs, or would give one that it lacks; or its tenant is suspended; or, on a server"
                    + " without keys, the request came from a web page or under another host name than localhost.",
            "Use a key with that right; call a server without keys as localhost, 127.0.0.1 or [::1]."),
    POLICY_DENIED(
            "policy-denied",
            403,
            "The policy does not allow it",
            "A rule of the policy in force for the tenant does not allow this request. `detail` names the policy and the rule, as a place in"
                    + " its document.",
            "Change the request as `detail` says, or ask the operator for another policy. `/v1/policies/{name}/explain` tries a request"
                    + " without running it."),
    NOT_FOUND(
            "not-found",
            404,
            "Nothing is here",
            "No such path, execution, artifact, runtime, policy, secret, tenant or key; or it belongs to another tenant, which looks the same.",
            "Check the address; `detail` says where to look."),
    METHOD_NOT_ALLOWED(
            "method-not-allowed",
            405,
            "This path has other methods",
            "The path exists, but not with this method.",
            "Use one of the methods that the header `Allow` lists."),
    CONFLICT(
            "conflict",
            409,
            "Not in this state",
            "An idempotency key came with another body, or a living execution was to be erased; or a tenant or key cannot be changed so:"
                    + " `detail` says why.",
            "Do first what `detail` says. A new request has a new idempotency key; what lives is cancelled before it is erased."),
    TOO_LARGE(
            "too-large",
            413,
            "The request is too large",
            "The body, the address or the headers are above what this server takes. `detail` has the most, and what was sent where that was announced.",
            "Send less; send large files to /v1/blobs and name them by digest."),
    NOT_JSON(
            "not-json",
            415,
            "Another media type is needed",
            "The body has another media type than the call takes, or none, or is compressed.",
            "Send JSON as `Content-Type: application/json`, in UTF-8, and stored content as `application/octet-stream`, both without `Content-Encoding`."),
    INVALID(
            "invalid",
            422,
            "A value cannot be",
            "The request is well-formed, but has values that cannot be, or that contradict each other. `errors` points at each.",
            "Mend the values that `errors` names."),
    LIMIT_ABOVE_CEILING(
            "limit-above-ceiling",
            422,
            "A limit is above its ceiling",
            "More was asked for than may be granted. Freehold never lowers a limit silently.",
            "Ask for at most the ceiling that `detail` names."),
    RUNTIME_UNKNOWN(
            "runtime-unknown",
            422,
            "No such runtime",
            "No language of that name, or no version of it that fits.",
            "See /v1/runtimes for what there is."),
    RUNTIME_MISSING(
            "runtime-missing",
            422,
            "The runtime is not installed",
            "The language is known, but nothing on this server can run it.",
            "Install what `detail` names, or choose another from /v1/runtimes."),
    TIER_UNAVAILABLE(
            "tier-unavailable",
            422,
            "No such boundary here",
            "A stronger boundary was asked for than this server has.",
            "Ask for one of the tiers that `detail` names, or another server."),
    NOT_OFFERED(
            "not-offered",
            422,
            "Not offered by this server",
            "The contract has it, but this server does not do it yet. It is refused and never silently ignored.",
            "Leave out the field that `detail` names."),
    QUEUE_FULL(
            "queue-full",
            429,
            "Too many executions wait",
            "What waits of this tenant, or of all together, is as much as may wait, in executions or in bytes: `detail` says which and how much."
                    + " `Retry-After` is computed from how fast the queue drains.",
            "Come back after as many seconds as `Retry-After` says."),
    RATE_EXCEEDED(
            "rate-exceeded",
            429,
            "Too many requests",
            "All callers of the tenant together, or this key, asked more often than they may; or the tenant began executions more often than its policy allows. `detail` has the rate; `RateLimit-Policy` has it for requests.",
            "Come back after as many seconds as `Retry-After` says."),
    CONCURRENCY_EXCEEDED(
            "concurrency-exceeded",
            429,
            "Too many executions live",
            "The tenant has as many executions that have not ended as its policy allows.",
            "Wait for one of them to end; `detail` has how many live, and how many may."),
    BUDGET_EXCEEDED(
            "budget-exceeded",
            429,
            "The budget is used up",
            "The tenant's finished executions have used what its policy allows for this day or month, in UTC.",
            "Come back after as many seconds as `Retry-After` says, or ask the operator for more."),
    FAULT(
            "fault",
            500,
            "We failed",
            "Something broke on our side. `fault_id` names it in the server's log.",
            "Try again; if it stays so, tell the operator the fault id."),
    UNAVAILABLE(
            "unavailable",
            503,
            "Not available now",
            "The server is stopping, its record cannot be written or does not answer, no worker is ready, or a place with a bound is full: bodies"
                    + " that are read, output that is sent, conversations, archives. `detail` says which.",
            "Come back after as many seconds as `Retry-After` says; `detail` says what else can be done, and by whom.");

    private final String slug;
    private final int status;
    private final String title;
    private final String when;
    private final String remedy;

    ErrorKind(String slug, int status, String title, String when, String remedy) {
        this.slug = slug;
        this.status = status;
        this.title = title;
        this.when = when;
        this.remedy = remedy;
    }

    static Optional<ErrorKind> of(String slug) {
        return Arrays.stream(values()).filter(each -> each.slug.equals(slug)).findFirst();
    }

    String slug() {
        return slug;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String when() {
        return when;
    }

    String remedy() {
        return remedy;
    }
}
