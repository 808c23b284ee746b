package freehold.policy;

/** Whether an execution must be one that gives the same answer again. */
public enum Determinism {
    OPTIONAL,
    REQUIRED
}
