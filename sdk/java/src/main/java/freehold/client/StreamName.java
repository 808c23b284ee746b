package freehold.client;

import com.fasterxml.jackson.annotation.JsonValue;

/** A stream that a program writes to. */
public enum StreamName {
    STDOUT("stdout"),
    STDERR("stderr");

    private final String word;

    StreamName(String word) {
        this.word = word;
    }

    /** As the contract writes it. */
    @JsonValue
    public String word() {
        return word;
    }
}
