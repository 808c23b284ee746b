package freehold.worker.rootfs;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.Installed;
import freehold.runtime.Invocation;
import freehold.runtime.Step;
import freehold.wire.bundle.LockFile;
import freehold.wire.pack.PackFile;
import freehold.worker.bundle.store.BundleName;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.StorePaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The installed bundles as roots: each tree is one layer, and the daemon is told of it. A tree was hashed when it was installed and is
 * root's alone since, so nothing but the locks of the packs that are asked for is read here.
 */
final class BundleRoots {
    private static final int NAME_DIGITS = 16;
    private static final Invocation ANY = new Invocation("main", List.of("main"), List.of(), List.of());

    private final StateFolder state;
    private final BundleStore store;
    private final List<BundleName> names;

    BundleRoots(StateFolder state) throws IOException {
        this.state = state;
        this.store = new BundleStore(new StorePaths(state.path()));
        this.names = store.names();
    }

    /**
     * What bundles bring of a pack.
     *
     * @param versions such as {@code 3.13}, the highest first: the language as everybody knows it
     * @param variants such as {@code pypy-3.9}, by name: for who asks for them, or where there is nothing else
     * @param faults of bundles that are there and cannot be offered
     */
    record Bundled(List<Installed> versions, List<Installed> variants, List<String> faults) {}

    Bundled of(PackFile file) {
        List<Installed> all = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (BundleName name : names) {
            if (name.bundle().equals(file.pack().name())) {
                try {
                    all.add(installed(file, store.read(name)));
                } catch (IOException | ToolchainUnusable e) {
                    faults.add("the bundle " + name.bundle() + " " + name.version() + " cannot be used: "
                            + e.getMessage());
                }
            }
        }
        return new Bundled(
                all.stream()
                        .filter(BundleRoots::isNumbered)
                        .sorted(Comparator.comparing(Installed::version, Versions::compare)
                                .reversed())
                        .toList(),
                all.stream()
                        .filter(each -> !isNumbered(each))
                        .sorted(Comparator.comparing(Installed::version))
                        .toList(),
                faults);
    }

    private static boolean isNumbered(Installed installed) {
        return installed.version().matches("[0-9][0-9.]*");
    }

    private Installed installed(PackFile file, InstalledBundle bundle) throws IOException, ToolchainUnusable {
        InstalledBundle run = runBundle(bundle);
        Digest digest = Sha256.of(
                file.digest().hex(),
                bundle.digest().hex(),
                run.digest().hex(),
                bundle.lock().variables().toString(),
                bundle.lock().proc().name(),
                run.lock().proc().name());
        long shared = run.equals(bundle) ? 0 : run.size().count();
        Installed installed = new Installed(
                file.pack(),
                bundle.lock().version(),
                digest,
                file.pack().build().isPresent() ? Optional.of(configure(bundle)) : Optional.empty(),
                configure(run),
                bundle.lock().variables(),
                Installed.BUNDLE,
                new Bytes(bundle.size().count() + shared));
        requireFilled(installed);
        return installed;
    }

    /** The bundle that the run step sees: an own one, or the same. */
    private InstalledBundle runBundle(InstalledBundle bundle) throws IOException, ToolchainUnusable {
        Optional<String> root = bundle.lock().runRoot();
        if (root.isEmpty()) {
            return bundle;
        }
        for (BundleName name : names) {
            if (name.bundle().equals(root.get())) {
                return store.read(name);
            }
        }
        throw new ToolchainUnusable(
                "its programs run in " + root.get() + ", which is not here; freehold runtime install "
                        + bundle.lock().bundle() + " brings it");
    }

    /** A lock brings what the commands of its pack ask for, or nobody learns of it before a request. */
    private static void requireFilled(Installed installed) throws ToolchainUnusable {
        List<Step> steps = new ArrayList<>(installed.pack().build().stream().toList());
        steps.add(installed.pack().run());
        for (Step step : steps) {
            try {
                var line = ANY.in(installed, step.defaults());
                line.fill(step.argv());
                step.env().values().forEach(line::fill);
            } catch (IllegalArgumentException e) {
                throw new ToolchainUnusable("its lock lacks a variable: " + e.getMessage());
            }
        }
    }

    private String configure(InstalledBundle bundle) throws IOException {
        LockFile lock = bundle.lock();
        String proc = switch (lock.proc()) {
            case OWN -> "";
            case FULL -> "proc full\n";
        };
        // the view of /proc is the lock's and not the tree's, so two locks of one tree may differ in it
        String name = "bundle-" + bundle.digest().hex().substring(0, NAME_DIGITS) + (proc.isEmpty() ? "" : "-proc");
        state.configure(name, "layer " + StateFolder.escape(bundle.tree()) + " /\n" + proc);
        return name;
    }
}
