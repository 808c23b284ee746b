package freehold.control.exchange;

import freehold.control.tenancy.Right;

/**
 * One call that a dialect has.
 *
 * @param path begins with a slash; parts in braces are left open
 * @param right what a key must be for
 * @param effect what it does to what is kept, if it succeeds
 */
public record Route(Method method, String path, Right right, Taking taking, Effect effect, Handler handler) {
    /** Those that peers use. A GET answers HEAD too. */
    public enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** Whether there is something that people may want to know later. */
    public enum Effect {
        /** A file of its own at most, which a client sent or made a moment ago. */
        USUAL,
        /** An execution is no more. */
        ERASES_AN_EXECUTION
    }

    /** One that does nothing of note. */
    public Route(Method method, String path, Right right, Taking taking, Handler handler) {
        this(method, path, right, taking, Effect.USUAL, handler);
    }

    /** What is read of a request before it is answered. */
    public enum Taking {
        NOTHING,
        JSON,
        /** Whatever it is, as it came. */
        BYTES
    }

    /** Answers one call. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Call call) throws InterruptedException;
    }

    /** A call that reads. */
    public static Route get(String path, Right right, Handler handler) {
        return new Route(Method.GET, path, right, Taking.NOTHING, handler);
    }

    /** A call that brings JSON. */
    public static Route post(String path, Right right, Handler handler) {
        return new Route(Method.POST, path, right, Taking.JSON, handler);
    }
}
