package freehold.worker.rootfs;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.Installed;
import freehold.runtime.Invocation;
import freehold.runtime.Step;
import freehold.runtime.Warmth;
import freehold.wire.bundle.LockFile;
import freehold.wire.pack.Additions;
import freehold.wire.pack.PackFile;
import freehold.wire.pack.RootRecipe;
import freehold.worker.bundle.store.BundleName;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.StorePaths;
import freehold.worker.rootfs.BundleAdditions.Added;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The installed bundles as roots: each tree is one layer, and the daemon is told of it. A tree was hashed when it was installed and is
 * root's alone since, so nothing but the locks of the packs that are asked for is read here.
 */
final class BundleRoots {
    private static final int NAME_DIGITS = 16;
    private static final int BESIDE_DIGITS = 8;
    private static final Invocation ANY = new Invocation("main", List.of("main"), List.of(), List.of());

    private final StateFolder state;
    private final BundleStore store;
    private final List<BundleName> names;
    private final BundleAdditions additions;

    BundleRoots(StateFolder state, FileHashes hashes, Progress progress) throws IOException {
        this.additions = new BundleAdditions(state, hashes, progress);
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
        HostVariables variables = variables(bundle.lock());
        Additions added = file.additions().of(bundle.lock().version());
        Added beside = added(file, added.run(), run, variables);
        Added besideBuild =
                file.pack().build().isPresent() ? added(file, added.build(), bundle, variables) : Added.NOTHING;
        Installed installed = new Installed(
                file.pack(),
                bundle.lock().version(),
                digest,
                file.pack().build().isPresent() ? Optional.of(configure(bundle, besideBuild)) : Optional.empty(),
                configure(run, beside),
                variables.values(),
                Installed.BUNDLE,
                new Bytes(bundle.size().count() + shared),
                warmth(added, beside.failure().or(besideBuild::failure)));
        requireFilled(installed);
        return installed;
    }

    private Added added(PackFile file, Optional<RootRecipe> recipe, InstalledBundle tree, HostVariables variables)
            throws IOException, ToolchainUnusable {
        return recipe.isPresent() ? additions.make(file, recipe.get(), tree, variables) : Added.NOTHING;
    }

    private static Warmth warmth(Additions added, Optional<String> failure) {
        return added.build().isEmpty() && added.run().isEmpty() ? new Warmth.None() : Finding.warmth(failure);
    }

    /** What a lock names, and what follows from its version where it does not say otherwise: of {@code gcc-12} the major is 12. */
    private static HostVariables variables(LockFile lock) {
        String number = lock.version().replaceFirst("^[^0-9]*", "");
        String[] parts = number.split("[^0-9]+");
        Map<String, String> values = new TreeMap<>();
        values.put("triplet", Toolchain.TRIPLET);
        values.put("version", lock.version());
        values.put("major", parts[0]);
        values.put("series", parts.length > 1 ? parts[0] + "." + parts[1] : parts[0]);
        values.putAll(lock.variables());
        return new HostVariables(values);
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

    private String configure(InstalledBundle bundle, Added beside) throws IOException, ToolchainUnusable {
        String lines = additions.workNames(bundle) + beside.lines();
        LockFile lock = bundle.lock();
        String proc = switch (lock.proc()) {
            case OWN -> "";
            case FULL -> "proc full\n";
        };
        // the view of /proc is the lock's and not the tree's, so two locks of one tree may differ in it
        String name = "bundle-" + bundle.digest().hex().substring(0, NAME_DIGITS) + (proc.isEmpty() ? "" : "-proc")
                + (lines.isEmpty() ? "" : "-" + Sha256.of(lines).hex().substring(0, BESIDE_DIGITS));
        state.configure(name, "layer " + StateFolder.escape(bundle.tree()) + " /\n" + lines + proc);
        return name;
    }
}
