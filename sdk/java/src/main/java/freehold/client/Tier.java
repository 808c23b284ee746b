package freehold.client;

import com.fasterxml.jackson.annotation.JsonValue;

/** The kind of boundary around a program. */
public enum Tier {
    PROCESS("process"),
    GVISOR("gvisor"),
    MICROVM("microvm");

    private final String word;

    Tier(String word) {
        this.word = word;
    }

    /** As the contract writes it. */
    @JsonValue
    public String word() {
        return word;
    }
}
