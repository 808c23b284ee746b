package freehold.execution;

/** The steps of an execution, in their order. */
public enum StepName {
    BUILD,
    RUN
}
