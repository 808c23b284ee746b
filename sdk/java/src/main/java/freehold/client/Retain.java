package freehold.client;

import com.fasterxml.jackson.annotation.JsonValue;

/** What is kept of an execution. */
public enum Retain {
    FULL("full"),
    DIGEST("digest"),
    NONE("none");

    private final String word;

    Retain(String word) {
        this.word = word;
    }

    /** As the contract writes it. */
    @JsonValue
    public String word() {
        return word;
    }
}
