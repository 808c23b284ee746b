package freehold.client;

import org.jspecify.annotations.Nullable;

/** All that this package throws, but for wrong arguments (IllegalArgumentException, NullPointerException). */
public abstract sealed class FreeholdException extends RuntimeException
        permits ApiException,
                FreeholdException.ConnectionFailed,
                FreeholdException.UnexpectedAnswer,
                FreeholdException.TimedOut,
                FreeholdException.Interrupted {
    private static final long serialVersionUID = 1;

    FreeholdException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The server was not reached, or went away before its answer was whole. */
    public static final class ConnectionFailed extends FreeholdException {
        private static final long serialVersionUID = 1;

        ConnectionFailed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The answer is none of this API's: another server, a proxy's page, or a word that a newer server added. */
    public static final class UnexpectedAnswer extends FreeholdException {
        private static final long serialVersionUID = 1;

        UnexpectedAnswer(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The time that the caller gave is over, and what was waited for had not ended. */
    public static final class TimedOut extends FreeholdException {
        private static final long serialVersionUID = 1;

        TimedOut(String message) {
            super(message, null);
        }
    }

    /** The thread was interrupted; its flag is set again. */
    public static final class Interrupted extends FreeholdException {
        private static final long serialVersionUID = 1;

        Interrupted(InterruptedException cause) {
            super("interrupted", cause);
        }
    }
}
