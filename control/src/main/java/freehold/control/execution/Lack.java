package freehold.control.execution;

import freehold.refusal.Refusal;
import freehold.refusal.Unavailable;

/** What a server may lack that nothing can be run without. */
public enum Lack {
    TIME(
            "This server is stopping, and lets nothing new in",
            "Send it to another one, or come back when it has started again"),
    RECORD(
            "The record cannot be written, and what is not recorded is not run",
            "Come back later; the operator makes room on its disk, or starts its database"),
    WORKERS(
            "No worker is ready, so nothing can be run",
            "Come back later; the operator starts a worker, or looks why the cell daemon is gone");

    private final String reason;
    private final String remedy;

    Lack(String reason, String remedy) {
        this.reason = reason;
        this.remedy = remedy;
    }

    public Refusal refusal() {
        return new Unavailable(reason, remedy);
    }
}
