package freehold.worker.rootfs;

import freehold.wire.pack.CacheRecipe;
import freehold.wire.pack.PackFile;
import freehold.worker.bundle.Warming;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.StorePaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fills the cache of a bundle by the bundle's own programs, in its tree.
 *
 * @param variables with paths of the cell
 */
record BundleFilling(
        StateFolder state, PackFile file, InstalledBundle bundle, CacheRecipe recipe, HostVariables variables)
        implements WarmCache.Filling {
    @Override
    public void into(Path folder) throws IOException {
        HostVariables line = variables.and("cache", recipe.at()).and("pack", Warming.PACK);
        Map<String, String> env = new TreeMap<>();
        recipe.env().forEach((name, value) -> env.put(name, line.fill(value)));
        StorePaths paths = new StorePaths(state.path());
        new Warming(paths)
                .fill(
                        new BundleStore(paths).tree(bundle.digest()),
                        new Warming.Order(recipe.at(), line.fill(recipe.argv()), env, file.folder()),
                        folder.resolveSibling("work"),
                        folder);
    }
}
