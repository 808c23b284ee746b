package freehold.client;

import java.util.Objects;

/** A file that an execution brought back. */
public record Artifact(String path, long sizeBytes, String sha256, String mediaType, String href) {
    public Artifact {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(mediaType, "media_type");
        Objects.requireNonNull(href, "href");
    }
}
