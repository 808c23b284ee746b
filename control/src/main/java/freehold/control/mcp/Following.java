package freehold.control.mcp;

import freehold.control.execution.Live;
import freehold.execution.Execution;
import java.time.Duration;

/** Waits for the end of an execution while its client is there: if that goes away, the execution ends too. */
@FunctionalInterface
public interface Following {
    Execution await(Live live, Duration most) throws InterruptedException;
}
