package freehold.control.exchange;

import freehold.control.execution.Live;
import freehold.control.tenancy.Caller;
import freehold.execution.Execution;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** Tools for agents, behind the server's own door: a protocol that brings its own servlet. */
public interface AgentTools extends AutoCloseable {
    /**
     * Answers one request of a caller who may come in.
     *
     * @param body of the request, which was read already
     */
    void answer(
            HttpServletRequest request, HttpServletResponse response, byte[] body, Caller caller, Following following)
            throws IOException;

    @Override
    void close();

    /** Waits for the end of an execution while its client is there: if that goes away, the execution ends too. */
    @FunctionalInterface
    interface Following {
        Execution await(Live live, Duration most) throws InterruptedException;
    }
}
