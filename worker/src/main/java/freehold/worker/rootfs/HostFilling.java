package freehold.worker.rootfs;

import freehold.wire.pack.CacheRecipe;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Fills the cache of a toolchain of the host, on the host and by the toolchain itself, which nobody but root can change.
 *
 * @param variables with paths of the host
 */
record HostFilling(CacheRecipe recipe, HostVariables variables) implements WarmCache.Filling {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public void into(Path folder) throws IOException, ToolchainUnusable {
        HostVariables line = variables.and("cache", folder.toString());
        Map<String, String> env = new HashMap<>();
        recipe.env().forEach((name, value) -> env.put(name, line.fill(value)));
        Path scratch = Files.createTempDirectory("freehold-warm");
        try {
            env.putIfAbsent("TMPDIR", scratch.toString());
            env.putIfAbsent("HOME", scratch.toString());
            HostCommand.Result result = HostCommand.run(line.fill(recipe.argv()), env, scratch, PATIENCE);
            if (result.status() != 0) {
                throw new ToolchainUnusable(
                        "filling its cache failed: " + result.output().strip());
            }
        } finally {
            FolderTree.delete(scratch);
        }
    }
}
