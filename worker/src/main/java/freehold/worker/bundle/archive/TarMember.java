package freehold.worker.bundle.archive;

/**
 * One member of a tar archive, as it is written there: nothing is checked but its form.
 *
 * @param size of the content in bytes; 0 for all but files
 * @param target of a symbolic or hard link, else empty
 */
public record TarMember(String name, Kind kind, int mode, long size, String target) {
    /** What the archive says the member is (POSIX.1-2017 pax, ustar typeflag). */
    public enum Kind {
        FILE,
        HARD_LINK,
        SYMBOLIC_LINK,
        DEVICE,
        DIRECTORY,
        FIFO
    }
}
