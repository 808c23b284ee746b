package freehold.wire.pack;

/**
 * One mistake in a pack file.
 *
 * @param file as it was named when it was read
 * @param pointer JSON pointer (RFC 6901) of the place, empty for the whole file
 * @param detail one sentence that says what to do
 */
public record PackFault(String file, String pointer, String detail) {
    @Override
    public String toString() {
        return file + "#" + pointer + ": " + detail;
    }
}
