package freehold.control.dialect.judge0;

import java.util.Optional;

/**
 * How a submission stands.
 *
 * @param message in the words of the peer's sandbox; empty if all went well
 * @param exitCode 0 when a signal or a limit ended it; empty where nothing ran to an end
 * @param exitSignal number of the signal that ended it
 */
record Result(Status status, Optional<String> message, Optional<Integer> exitCode, Optional<Integer> exitSignal) {
    /** A status that says all. */
    static Result of(Status status) {
        return new Result(status, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Result because(Status status, String message) {
        return new Result(status, Optional.of(message), Optional.empty(), Optional.empty());
    }

    static Result exited(Status status, int code) {
        Optional<String> message = code == 0 ? Optional.empty() : Optional.of("Exited with error status " + code);
        return new Result(status, message, Optional.of(code), Optional.empty());
    }

    static Result signalled(Status status, int signal) {
        return new Result(status, Optional.of("Caught fatal signal " + signal), Optional.of(0), Optional.of(signal));
    }

    static Result late(String message) {
        return new Result(Status.TIME_LIMIT, Optional.of(message), Optional.of(0), Optional.empty());
    }
}
