package freehold.wire.bundle;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * All that decides the bytes of one bundled runtime. Equal packages and fixes make an equal tree, wherever it is built.
 *
 * @param bundle name of the pack
 * @param version of the pack, as its users write it
 * @param suite the Debian suite of the debs, such as {@code bookworm}
 * @param wants what was asked; kept, so that the lock can be refreshed
 * @param packages sorted by kind, name and place
 * @param variables for the placeholders of the pack's commands, such as {@code executable}; they decide nothing of the tree
 * @param runRoot name of the lock, beside the packs' folders, whose tree the run step sees instead, so that a compiled program runs
 *     without its compiler
 * @param proc what its cells see of /proc
 * @param tree digest of the tree, when somebody has built it once; later builds must agree
 */
public record LockFile(
        String bundle,
        String version,
        String suite,
        Wants wants,
        List<Fix> fixes,
        List<LockedPackage> packages,
        SortedMap<String, String> variables,
        Optional<String> runRoot,
        Proc proc,
        Optional<Digest> tree) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._+-]{0,63}");
    private static final Pattern VARIABLE = Pattern.compile("[a-z][a-z0-9_]{0,31}");
    private static final Pattern SUITE = Pattern.compile("[a-z]{2,32}");
    private static final Comparator<LockedPackage> ORDER = Comparator.comparing(LockedPackage::kind)
            .thenComparing(LockedPackage::name)
            .thenComparing(LockedPackage::place)
            .thenComparing(LockedPackage::version);

    /** How much of /proc there is (cell/CONFIG.md). */
    public enum Proc {
        OWN,
        FULL
    }

    public LockFile {
        LockedPackage.require(NAME, bundle, "the name of a bundle");
        LockedPackage.require(NAME, version, "a version");
        LockedPackage.require(SUITE, suite, "a Debian suite");
        fixes = List.copyOf(fixes);
        variables = new TreeMap<>(variables);
        variables.keySet().forEach(each -> LockedPackage.require(VARIABLE, each, "the name of a variable"));
        runRoot.ifPresent(each -> LockedPackage.require(NAME, each, "the name of a root"));
        packages = packages.stream().sorted(ORDER).toList();
    }

    /** A lock for a bundle that comes from an image: nothing is wanted, and nothing can be refreshed. */
    public static LockFile ofImage(String bundle, String version, SortedMap<String, String> variables) {
        Wants nothing = new Wants(List.of(), new TreeMap<>(), new TreeMap<>(), "3.13", new TreeMap<>());
        return new LockFile(
                bundle,
                version,
                "none",
                nothing,
                List.of(),
                List.of(),
                variables,
                Optional.empty(),
                Proc.FULL,
                Optional.empty());
    }

    /** The same wants and fixes with other packages; the digest of the old tree goes. */
    public LockFile withPackages(List<LockedPackage> resolved) {
        return new LockFile(bundle, version, suite, wants, fixes, resolved, variables, runRoot, proc, Optional.empty());
    }

    /** The same lock, sealed with the digest of a tree that was built from it. */
    public LockFile sealed(Digest built) {
        return new LockFile(
                bundle, version, suite, wants, fixes, packages, variables, runRoot, proc, Optional.of(built));
    }

    /** Sum of all package files. */
    public Bytes downloadSize() {
        return new Bytes(
                packages.stream().mapToLong(each -> each.size().count()).sum());
    }

    /** What the packages' authors say that they need on disk; an estimate. */
    public Bytes unpackedSize() {
        return new Bytes(
                packages.stream().mapToLong(each -> each.unpacked().count()).sum());
    }
}
