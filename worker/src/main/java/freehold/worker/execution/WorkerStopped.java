package freehold.worker.execution;

/** The worker was closed while it had this execution. */
final class WorkerStopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    WorkerStopped() {
        super("the worker was stopped before the execution had ended");
    }
}
