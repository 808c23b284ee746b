package freehold.cli.runtimes;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.packs.Packs;
import freehold.cli.settings.Places;
import freehold.refusal.Nearest;
import freehold.runtime.Catalogue;
import freehold.wire.bundle.LockFault;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockFolder;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.StorePaths;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Where this host's bundles and this installation's lockfiles are. */
record Bundles(StorePaths paths, BundleStore store, LockFolder locks) {
    private static final Comparator<LockFolder.Entry> BY_VERSION =
            Comparator.comparing(each -> each.lock().version(), Catalogue::compareVersions);

    /** Work with bundles, whose failures are sentences for whoever called. */
    interface Work<T> {
        T on(Bundles bundles) throws IOException;
    }

    /**
     * Works with the bundles of this host.
     *
     * @throws Declined if this is not root, for the cell daemon trusts only what is root's, or the work failed
     */
    static <T> T with(Work<T> work) {
        return with(Packs.here().locks(), work);
    }

    /** As {@link #with(Work)}, with the lockfiles of another folder of packs. */
    static <T> T with(Path packs, Work<T> work) {
        return with(new LockFolder(packs), work);
    }

    private static <T> T with(LockFolder locks, Work<T> work) {
        if (!Places.isRoot()) {
            throw new Declined(ExitStatus.UNAVAILABLE, "bundles are root's, as the cell daemon demands: use sudo");
        }
        StorePaths paths = new StorePaths(Places.ofThisUser().host());
        try {
            return work.on(new Bundles(paths, new BundleStore(paths), locks));
        } catch (IOException | LockFault failed) {
            throw new Declined(ExitStatus.FAULTED, words(failed));
        }
    }

    static String words(Exception failed) {
        return switch (failed) {
            case NoSuchFileException absent -> "there is no " + absent.getFile() + "; name what is there";
            case AccessDeniedException closed -> "no access to " + closed.getFile();
            default -> String.valueOf(failed.getMessage());
        };
    }

    /** The locks of all that is installed with these: the roots that compiled programs run in, and themselves. */
    List<LockFile> withRunRoots(List<LockFolder.Entry> entries) throws IOException {
        List<LockFile> all = new ArrayList<>();
        for (LockFolder.Entry entry : entries) {
            locks.runRoot(entry.lock()).ifPresent(root -> all.add(root.lock()));
            all.add(entry.lock());
        }
        return all.stream().distinct().toList();
    }

    /** The lockfiles that the references mean; each must mean one at least. */
    List<LockFolder.Entry> named(List<String> references) throws IOException {
        List<LockFolder.Entry> entries = new ArrayList<>();
        for (String reference : references) {
            List<LockFolder.Entry> found = locks.find(reference);
            if (found.isEmpty()) {
                throw new Declined(
                        ExitStatus.USAGE,
                        "no lockfile for '" + reference + "'; " + meant(reference)
                                + "freehold runtime install --list names those there are");
            }
            entries.addAll(found);
        }
        return entries;
    }

    /** Names that somebody may have meant, as the beginning of a hint; nothing where the name is right and its version is not. */
    private String meant(String reference) throws IOException {
        List<String> names = locks.all().stream()
                .map(each -> each.lock().bundle())
                .distinct()
                .toList();
        String name = reference.replaceFirst("@.*", "");
        List<String> near = names.contains(name) ? List.of() : Nearest.of(name, names);
        return near.isEmpty() ? "" : Nearest.question(near) + " ";
    }

    /** One lockfile for each reference: of several that fit, the highest of those whose version is a number alone. */
    List<LockFolder.Entry> chosen(List<String> references) throws IOException {
        List<LockFolder.Entry> chosen = new ArrayList<>();
        for (String reference : references) {
            List<LockFolder.Entry> fit = named(List.of(reference));
            List<LockFolder.Entry> numbered = fit.stream()
                    .filter(each -> each.lock().version().matches("[0-9][0-9.]*"))
                    .toList();
            List<LockFolder.Entry> best = numbered.isEmpty() ? fit : List.of(Collections.max(numbered, BY_VERSION));
            if (best.size() > 1) {
                throw new Declined(
                        ExitStatus.USAGE,
                        "'" + reference + "' can be "
                                + best.stream().map(Bundles::reference).collect(Collectors.joining(", "))
                                + ": name one");
            }
            chosen.addAll(best);
        }
        return chosen;
    }

    private static String reference(LockFolder.Entry entry) {
        return entry.lock().bundle() + "@" + entry.lock().version();
    }

    /** The installed bundles that a reference ({@code name}, {@code name@version}) means; at least one. */
    List<InstalledBundle> installed(String reference) throws IOException {
        int at = reference.indexOf('@');
        String name = at < 0 ? reference : reference.substring(0, at);
        List<InstalledBundle> found = store.installed().stream()
                .filter(each -> each.lock().bundle().equals(name))
                .filter(each -> at < 0 || each.lock().version().equals(reference.substring(at + 1)))
                .toList();
        if (found.isEmpty()) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "'" + reference + "' is not installed as a bundle: freehold runtime install " + reference);
        }
        return found;
    }
}
