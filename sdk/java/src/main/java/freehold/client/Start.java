package freehold.client;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whether a prepared interpreter waited for the program. */
public enum Start {
    COLD("cold"),
    WARM("warm");

    private final String word;

    Start(String word) {
        this.word = word;
    }

    /** As the contract writes it. */
    @JsonValue
    public String word() {
        return word;
    }
}
