package freehold.client;

import com.fasterxml.jackson.annotation.JsonValue;

/** A step of an execution. */
public enum StepName {
    BUILD("build"),
    RUN("run");

    private final String word;

    StepName(String word) {
        this.word = word;
    }

    /** As the contract writes it. */
    @JsonValue
    public String word() {
        return word;
    }
}
