package freehold.worker.bundle.store;

import freehold.quantity.Digest;
import freehold.wire.bundle.LockFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the place of a lock beside its tree tells, so that nobody has to read all locks to find one. */
public record BundleName(Digest tree, String bundle, String version) {
    private static final Pattern PLACE =
            Pattern.compile("([0-9a-f]{64})/([a-z0-9._+-]+)@([a-z0-9._+-]+)\\.lock\\.yaml");

    public static BundleName of(LockFile sealed) {
        return new BundleName(sealed.tree().orElseThrow(), sealed.bundle(), sealed.version());
    }

    /** @param place below the folder of all bundles */
    static Optional<BundleName> at(Path place) {
        Matcher matcher = PLACE.matcher(place.toString());
        return matcher.matches()
                ? Optional.of(new BundleName(new Digest(matcher.group(1)), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** Such as {@code lua@5.4}. */
    public String reference() {
        return bundle + "@" + version;
    }

    /** Below the folder of all bundles. */
    Path place() {
        return Path.of(tree.hex(), reference() + ".lock.yaml");
    }
}
