package freehold.worker.rootfs;

import freehold.quantity.Digest;
import freehold.wire.pack.CacheRecipe;
import freehold.wire.pack.PackFile;
import freehold.wire.pack.RootPart;
import freehold.wire.pack.RootRecipe;
import freehold.worker.bundle.store.InstalledBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes what a pack puts beside the trees of its bundles: a layer with files of its own, and a cache that is filled once for each tree. */
final class BundleAdditions {
    private static final int NAME_DIGITS = 12;

    private final StateFolder state;
    private final FileHashes hashes;
    private final Progress progress;

    BundleAdditions(StateFolder state, FileHashes hashes, Progress progress) {
        this.state = state;
        this.hashes = hashes;
        this.progress = progress;
    }

    /**
     * What is seen beside a tree.
     *
     * @param lines for roots.d
     * @param failure why its cache is empty, if it could not be filled
     */
    record Added(String lines, Optional<String> failure) {
        static final Added NOTHING = new Added("", Optional.empty());
    }

    Added make(PackFile file, RootRecipe recipe, InstalledBundle bundle, HostVariables variables)
            throws IOException, ToolchainUnusable {
        Gathering gathering = new Gathering(new CellPaths(), new SharedLibraries(Toolchain.TRIPLET));
        List<RootPart> parts = new ArrayList<>(recipe.parts());
        recipe.cache().map(RootMaker::mountPoint).ifPresent(parts::add);
        for (RootPart part : parts) {
            gathering.add(part, new HostVariables(Map.of("pack", file.folder().toString())));
        }
        requireFree(bundle, gathering.entries().keySet());
        RootTree tree = new RootTree(gathering.entries());
        String name = recipe.label() + "-" + tree.digest(hashes).hex().substring(0, NAME_DIGITS);
        tree.place(state, name);
        String layer = "layer " + StateFolder.escape(state.tree(name)) + " /\n";
        if (recipe.cache().isEmpty()) {
            return new Added(layer, Optional.empty());
        }
        CacheRecipe cache = recipe.cache().get();
        WarmCache warm = cache(file, cache, bundle, variables);
        return new Added(layer + "cache " + StateFolder.escape(warm.lower()) + " " + cache.at() + "\n", warm.failure());
    }

    /** The other names of the work directory, for roots.d; none of them where the tree has something of that name. */
    String workNames(InstalledBundle bundle) throws IOException, ToolchainUnusable {
        Gathering gathering = new Gathering(new CellPaths(), new SharedLibraries(Toolchain.TRIPLET));
        gathering.add(WorkNames.part(), new HostVariables(Map.of()));
        for (String path : gathering.entries().keySet()) {
            if (isTaken(bundle, path)) {
                return "";
            }
        }
        RootTree tree = new RootTree(gathering.entries());
        String name = "names-" + tree.digest(hashes).hex().substring(0, NAME_DIGITS);
        tree.place(state, name);
        return "layer " + StateFolder.escape(state.tree(name)) + " /\n";
    }

    private static boolean isTaken(InstalledBundle bundle, String path) {
        return Files.exists(bundle.tree().resolve(top(path)), LinkOption.NOFOLLOW_LINKS);
    }

    private static String top(String path) {
        return path.split("/")[1];
    }

    /** Two layers of a root have no entry of / in common. */
    private static void requireFree(InstalledBundle bundle, Set<String> paths) throws ToolchainUnusable {
        for (String path : paths) {
            if (isTaken(bundle, path)) {
                throw new ToolchainUnusable("its tree has /" + top(path) + " itself, where the pack adds " + path
                        + "; a fix {remove: /" + top(path) + "} in its lock makes room");
            }
        }
    }

    private WarmCache cache(PackFile file, CacheRecipe recipe, InstalledBundle bundle, HostVariables variables)
            throws IOException {
        Digest digest = Sha256.of(
                file.digest().hex(),
                bundle.digest().hex(),
                bundle.lock().variables().toString(),
                recipe.toString());
        String name = "bundle-" + file.pack().name() + "-" + digest.hex().substring(0, NAME_DIGITS);
        return WarmCache.of(state, name, recipe, folder -> {
            progress.begins(file.pack().name() + " " + bundle.lock().version(), "warming its cache, once");
            new BundleFilling(state, file, bundle, recipe, variables).into(folder);
        });
    }
}
