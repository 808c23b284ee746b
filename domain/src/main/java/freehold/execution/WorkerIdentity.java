package freehold.execution;

/**
 * Who carried out an execution, and on what.
 *
 * @param id names the worker among all of its operator
 * @param kernel release of the host's kernel
 * @param processor model of its processor
 */
public record WorkerIdentity(String id, String kernel, String processor) {}
