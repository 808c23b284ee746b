package freehold.worker.bundle.image;

/** What an exported bundle says about itself in its manifest, beside what any image says. */
final class Annotations {
    /** The lockfile, sealed. */
    static final String LOCK = "freehold.lock";

    /** The pack's own {@code pack.yaml}, where it was given. */
    static final String PACK = "freehold.pack";

    /** OCI image spec 1.1, annotations.md. */
    static final String TITLE = "org.opencontainers.image.title";

    static final String VERSION = "org.opencontainers.image.version";
    static final String REFERENCE = "org.opencontainers.image.ref.name";

    private Annotations() {}
}
