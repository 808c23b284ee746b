package freehold.control.vault;

/** What sealed content is for. The labels are part of what is sealed and never change. */
public enum Purpose {
    REQUEST("request"),
    BUILD_STDOUT("build.stdout"),
    BUILD_STDERR("build.stderr"),
    RUN_STDOUT("run.stdout"),
    RUN_STDERR("run.stderr"),
    /** The key of one blob, whose id is its digest. */
    BLOB("blob"),
    CALLBACK_SECRET("callback.secret"),
    /** What the secrets of tenants for callbacks are derived from; the server's own. */
    CALLBACK_ROOT("callback.root"),
    /** A value that a tenant stores to be given to programs. */
    SECRET("secret");

    private final String label;

    Purpose(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
