package freehold.worker.bundle.client;

import java.io.IOException;

/** A package client did not bring what was asked; the message ends with the client's own words. */
public final class FetchFailed extends IOException {
    public FetchFailed(String message) {
        super(message);
    }
}
