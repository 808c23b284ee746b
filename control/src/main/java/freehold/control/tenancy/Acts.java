package freehold.control.tenancy;

/** Is told, besides the ledger, of every administrative act after it was stored and before it is answered. Safe for any number of threads. */
@FunctionalInterface
public interface Acts {
    /** Must not throw: the act has been done. */
    void done(Act act);
}
