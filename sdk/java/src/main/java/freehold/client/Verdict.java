package freehold.client;

import com.fasterxml.jackson.annotation.JsonValue;

/** How an execution ended. The server's failure is {@link #FAULTED}; every other is about the program. */
public enum Verdict {
    FAULTED("faulted"),
    CANCELLED("cancelled"),
    BUILD_FAILED("build_failed"),
    MEMORY_EXCEEDED("memory_exceeded"),
    CPU_EXCEEDED("cpu_exceeded"),
    WALL_EXCEEDED("wall_exceeded"),
    OUTPUT_EXCEEDED("output_exceeded"),
    FORBIDDEN("forbidden"),
    CRASHED("crashed"),
    FAILED("failed"),
    SUCCEEDED("succeeded");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** As the contract writes it. */
    @JsonValue
    public String word() {
        return word;
    }
}
