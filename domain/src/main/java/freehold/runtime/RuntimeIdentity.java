package freehold.runtime;

import freehold.quantity.Digest;

/**
 * Which runtime an execution got: enough to name it for ever, also after it was uninstalled.
 *
 * @param name of the pack, never an alias
 */
public record RuntimeIdentity(String name, String version, Digest digest) {
    public static RuntimeIdentity of(Installed runtime) {
        return new RuntimeIdentity(runtime.pack().name(), runtime.version(), runtime.digest());
    }
}
