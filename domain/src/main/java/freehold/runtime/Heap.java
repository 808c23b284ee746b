package freehold.runtime;

import freehold.quantity.Bytes;

/**
 * How much of a memory limit a managed runtime may use for its heap. The rest is for what the limit counts too and the runtime
 * does not: code, thread stacks, compiler arenas, and files in the cell's tmpfs.
 */
public final class Heap {
    /** Of every 100 bytes of the limit, in whole percent. A JVM of default flags needs 60 to 110 MiB besides its heap. */
    private static final long PERCENT = 60;

    private Heap() {}

    /** The heap within a memory limit: 60 % of it, rounded down to whole MiB, but at least 1 MiB. */
    public static Bytes within(Bytes memory) {
        long mebibytes = (memory.count() / 100 * PERCENT) >> 20;
        return Bytes.mebi(Math.max(1, mebibytes));
    }
}
