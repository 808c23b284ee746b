package freehold.client;

/** All limits of a step, as they are in force. */
public record EffectiveLimits(
        long cpuMs, long wallMs, long memoryBytes, int processes, long outputBytes, long diskBytes, int openFiles) {}
