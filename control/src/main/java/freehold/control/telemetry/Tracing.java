package freehold.control.telemetry;

import freehold.execution.Execution;
import java.util.Optional;

/** Where spans go. Nothing here waits for whoever collects them, and nothing fails for want of a collector. */
public interface Tracing extends AutoCloseable {
    /**
     * A request came in.
     *
     * @param caller the span that it belongs to, as its header says
     */
    Visit begin(String method, Optional<TraceContext> caller);

    /** An execution ended: its stages become spans, children of {@link TraceContext#current()} where there is one. */
    void ended(Execution execution);

    @Override
    void close();

    /** A request that is being answered. */
    interface Visit {
        /** What is done for it belongs to this. */
        Optional<TraceContext> context();

        /**
         * It was answered; only the first call counts.
         *
         * @param route the pattern of its path
         */
        void answered(String route, int status);
    }

    /** No spans are made; the context of a caller is handed through. */
    static Tracing none() {
        return new Tracing() {
            @Override
            public Visit begin(String method, Optional<TraceContext> caller) {
                return new Visit() {
                    @Override
                    public Optional<TraceContext> context() {
                        return caller;
                    }

                    @Override
                    public void answered(String route, int status) {}
                };
            }

            @Override
            public void ended(Execution execution) {}

            @Override
            public void close() {}
        };
    }
}
