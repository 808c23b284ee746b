package freehold.cli.packs;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.settings.Installation;
import freehold.cli.settings.Places;
import freehold.wire.bundle.LockFolder;
import freehold.wire.pack.PackFile;
import freehold.wire.pack.PackFiles;
import freehold.wire.pack.PackFilesRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where packs and lockfiles are.
 *
 * @param own the folder that came with Freehold
 * @param site the operator's, where there is one
 */
public record Packs(Path own, Optional<Path> site) {
    /**
     * The packs of whoever runs this.
     *
     * @throws Declined if this is root, and others could change the operator's
     */
    public static Packs here() {
        Path site = Places.ofThisUser().runtimes();
        if (!Files.isDirectory(site)) {
            return new Packs(Installation.here().runtimes(), Optional.empty());
        }
        if (Places.isRoot()) {
            try {
                SiteTrust.require(site);
            } catch (IOException failed) {
                throw unreadable(failed);
            }
        }
        return new Packs(Installation.here().runtimes(), Optional.of(site));
    }

    /**
     * Reads all packs.
     *
     * @throws Declined with all mistakes of all files, one a line, for a runtime that is offered must be what its author meant
     */
    public List<PackFile> read() {
        return read(() -> site.isPresent() ? PackFiles.read(own, site.get()) : PackFiles.read(own));
    }

    /**
     * Reads the packs that have a word in them, and so all that are called so or claim files or interpreters called so.
     *
     * @throws Declined with all mistakes of those
     */
    public List<PackFile> mentioning(String word) {
        return read(() -> PackFiles.mentioning(word, own, site));
    }

    private static List<PackFile> read(Supplier<List<PackFile>> reading) {
        try {
            return reading.get();
        } catch (PackFilesRefused refused) {
            int count = refused.faults().size();
            throw new Declined(
                    ExitStatus.USAGE,
                    "no pack is used while " + (count == 1 ? "one has a mistake" : "there are " + count + " mistakes")
                            + ":\n" + refused.getMessage());
        } catch (UncheckedIOException failed) {
            throw unreadable(failed);
        }
    }

    /** All lockfiles. */
    public LockFolder locks() {
        return site.isPresent() ? new LockFolder(own, site.get()) : new LockFolder(own);
    }

    /** The file of a pack, if there is one of that name. */
    public Optional<Path> file(String name) {
        return List.of(own, site.orElse(own)).stream()
                .map(each -> each.resolve(name).resolve("pack.yaml"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Declined unreadable(Exception failed) {
        return new Declined(ExitStatus.UNAVAILABLE, "the packs cannot be read: " + failed.getMessage());
    }
}
