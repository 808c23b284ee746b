package freehold.client;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where a runtime comes from. */
public enum Origin {
    HOST("host"),
    BUNDLE("bundle");

    private final String word;

    Origin(String word) {
        this.word = word;
    }

    /** As the contract writes it. */
    @JsonValue
    public String word() {
        return word;
    }
}
