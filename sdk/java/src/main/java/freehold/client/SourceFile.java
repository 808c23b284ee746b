package freehold.client;

import java.util.Optional;

/** A file of a program: its content as text or as bytes, or the digest of one that was uploaded. */
public record SourceFile(
        String path,
        Optional<String> content,
        Optional<byte[]> contentBase64,
        Optional<String> blob,
        boolean executable) {
    public SourceFile {
        long given = (content.isPresent() ? 1 : 0) + (contentBase64.isPresent() ? 1 : 0) + (blob.isPresent() ? 1 : 0);
        if (given != 1) {
            throw new IllegalArgumentException("a file has one of text, bytes and blob: " + path);
        }
    }

    public static SourceFile of(String path, String content) {
        return new SourceFile(path, Optional.of(content), Optional.empty(), Optional.empty(), false);
    }

    public static SourceFile of(String path, byte[] content) {
        return new SourceFile(path, Optional.empty(), Optional.of(content.clone()), Optional.empty(), false);
    }

    /**
     * One that was uploaded.
     *
     * @param digest {@code sha256:…}, as {@link FreeholdClient#upload} gives it
     */
    public static SourceFile ofBlob(String path, String digest) {
        return new SourceFile(path, Optional.empty(), Optional.empty(), Optional.of(digest), false);
    }

    public SourceFile asExecutable() {
        return new SourceFile(path, content, contentBase64, blob, true);
    }
}
