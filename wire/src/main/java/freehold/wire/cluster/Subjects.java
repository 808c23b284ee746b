package freehold.wire.cluster;

/** Who listens to what. Rights are given by these names; docs/operate/cluster.md lists them. */
public final class Subjects {
    /** Presences, to all controls. */
    static final String PRESENCE = "freehold.presence";
    /** That a control lives, to all workers. */
    static final String BEAT = "freehold.beat";
    /** Stored content, asked of any control. */
    static final String BLOBS = "freehold.blobs";

    private Subjects() {}

    static String worker(String id) {
        return "freehold.worker." + id;
    }

    /** What workers say to one control. */
    static String control(String id) {
        return "freehold.control." + id;
    }

    /** Large content in parts, to one control. */
    static String uploads(String id) {
        return "freehold.uploads." + id;
    }

    /** What controls ask one another. */
    public static String fellow(String id) {
        return "freehold.fellow." + id;
    }
}
