package freehold.client;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The server declined, and says why and what to do in a problem document (RFC 9457). */
public abstract sealed class ApiException extends FreeholdException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final transient Optional<Duration> retryAfter;

    ApiException(Problem problem, Optional<Duration> retryAfter) {
        super(problem.text(), null);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return problem.status();
    }

    /** The end of the problem's type. */
    public String slug() {
        return problem.slug();
    }

    /** The slug as one that this client knows. */
    public Optional<Slug> kind() {
        return Slug.of(problem.slug());
    }

    public String title() {
        return problem.title();
    }

    /** One sentence that says what to do next. */
    public String detail() {
        return problem.detail();
    }

    /** The bad values, if it is about values. */
    public List<FieldError> errors() {
        return problem.errors();
    }

    public Optional<String> faultId() {
        return problem.faultId();
    }

    /** After what time to come again, where the server says so. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /**
     * One bad value.
     *
     * @param pointer {@code #/limits/cpu_ms} in a body, {@code ?limit} in a query
     */
    public record FieldError(String pointer, String detail) {}

    /** The exception for an answer that is no success. */
    static FreeholdException of(int status, HttpHeaders headers, byte[] body) {
        if (status < 400) {
            return new UnexpectedAnswer(
                    "the answer has status " + status + ", which this API has not: is this a Freehold server?", null);
        }
        Problem problem = Problem.read(status, body);
        Optional<Duration> retryAfter = headers.firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        return switch (status) {
            case 401 -> new Unauthenticated(problem, retryAfter);
            case 403 -> new Forbidden(problem, retryAfter);
            case 404 -> new NotFound(problem, retryAfter);
            case 409 -> new Conflict(problem, retryAfter);
            case 429 -> new Busy(problem, retryAfter);
            case 502, 503, 504 -> new Unavailable(problem, retryAfter);
            default -> status < 500 ? new Refused(problem, retryAfter) : new Fault(problem, retryAfter);
        };
    }

    record Problem(
            String type, String title, int status, String detail, List<FieldError> errors, Optional<String> faultId) {
        Problem {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(detail, "detail");
            errors = List.copyOf(Objects.requireNonNullElse(errors, List.of()));
            faultId = Objects.requireNonNullElse(faultId, Optional.empty());
        }

        /** An answer to HEAD has no body, and one of a proxy is no problem document. */
        static Problem read(int status, byte[] body) {
            try {
                return Json.read(Problem.class, body);
            } catch (UnexpectedAnswer notOne) {
                return new Problem(
                        "http-" + status,
                        "No problem document",
                        status,
                        "The answer says no more.",
                        List.of(),
                        Optional.empty());
            }
        }

        String slug() {
            return type.replaceFirst("^/errors/", "");
        }

        String text() {
            return errors.stream()
                    .map(error -> "\n  " + error.pointer() + " " + error.detail())
                    .collect(Collectors.joining("", slug() + " (" + status + "): " + detail, ""));
        }
    }

    /** 400, 405, 413, 415, 422: this request will not be carried out; {@link #errors} points at the values. */
    public static final class Refused extends ApiException {
        private static final long serialVersionUID = 1;

        Refused(Problem problem, Optional<Duration> retryAfter) {
            super(problem, retryAfter);
        }
    }

    /** 401: no key, or none that this server knows. */
    public static final class Unauthenticated extends ApiException {
        private static final long serialVersionUID = 1;

        Unauthenticated(Problem problem, Optional<Duration> retryAfter) {
            super(problem, retryAfter);
        }
    }

    /** 403: the key lacks that right. */
    public static final class Forbidden extends ApiException {
        private static final long serialVersionUID = 1;

        Forbidden(Problem problem, Optional<Duration> retryAfter) {
            super(problem, retryAfter);
        }
    }

    /** 404: not there, or another tenant's, which looks the same. */
    public static final class NotFound extends ApiException {
        private static final long serialVersionUID = 1;

        NotFound(Problem problem, Optional<Duration> retryAfter) {
            super(problem, retryAfter);
        }
    }

    /** 409: an idempotency key with another body, or erasing what lives. */
    public static final class Conflict extends ApiException {
        private static final long serialVersionUID = 1;

        Conflict(Problem problem, Optional<Duration> retryAfter) {
            super(problem, retryAfter);
        }
    }

    /** 429, after all retries. */
    public static final class Busy extends ApiException {
        private static final long serialVersionUID = 1;

        Busy(Problem problem, Optional<Duration> retryAfter) {
            super(problem, retryAfter);
        }
    }

    /** 502, 503, 504, after all retries. */
    public static final class Unavailable extends ApiException {
        private static final long serialVersionUID = 1;

        Unavailable(Problem problem, Optional<Duration> retryAfter) {
            super(problem, retryAfter);
        }
    }

    /** Any other 5xx: the server failed; {@link #faultId} names it in its log. */
    public static final class Fault extends ApiException {
        private static final long serialVersionUID = 1;

        Fault(Problem problem, Optional<Duration> retryAfter) {
            super(problem, retryAfter);
        }
    }
}
