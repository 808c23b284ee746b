package freehold.control.callback;

/** What is sent when an execution has ended: JSON, by the method that its receiver waits for. */
@SuppressWarnings("ArrayRecordComponent") // sent once, compared by nobody
public record Letter(Method method, byte[] body) {
    /** The two that receivers know. */
    public enum Method {
        POST,
        PUT
    }
}
