package freehold.control.tenancy;

import freehold.quantity.Digest;
import freehold.tenant.KeyId;

/** How a caller proved who they are. Names it for a log or a ledger, and never has the secret. */
public sealed interface Credential {
    /** They reached a server that listens on loopback only and has no keys, or they are the server itself, asked on its own machine. */
    record Presence() implements Credential {}

    /** A key of the key file. */
    record FileKey(Digest digest) implements Credential {}

    /** A key that the server keeps. */
    record StoredKey(KeyId id) implements Credential {}

    /** An access token of another's. */
    record AccessToken(String issuer, String subject) implements Credential {}

    /** A few words, for lines of a log. */
    default String words() {
        return switch (this) {
            case Presence() -> "whoever is on this machine";
            case FileKey(Digest digest) -> "key file, " + digest;
            case StoredKey(KeyId id) -> id.value();
            case AccessToken(String issuer, String subject) -> subject + " of " + issuer;
        };
    }
}
