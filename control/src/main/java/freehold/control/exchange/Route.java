package freehold.control.exchange;

import freehold.control.tenancy.Right;

/**
 * One call that a dialect has.
 *
 * @param path begins with a slash; parts in braces are left open
 * @param right what a key must be for
 */
public record Route(Method method, String path, Right right, Taking taking, Handler handler) {
    /** Those that peers use. A GET answers HEAD too. */
    public enum Method {
        GET,
        POST,
        PUT,
        DELETE
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
