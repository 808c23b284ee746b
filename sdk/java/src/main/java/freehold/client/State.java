package freehold.client;

import com.fasterxml.jackson.annotation.JsonValue;

/** How far an execution is. */
public enum State {
    QUEUED("queued"),
    BUILDING("building"),
    RUNNING("running"),
    FINISHED("finished");

    private final String word;

    State(String word) {
        this.word = word;
    }

    /** As the contract writes it. */
    @JsonValue
    public String word() {
        return word;
    }
}
