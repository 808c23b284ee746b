package freehold.worker.rootfs;

import freehold.wire.pack.CacheRecipe;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Fills a cache once. Every cell sees it below a writable layer of its own: it may add to the folders, but they are sticky, so that it
 * cannot remove what is root's; and the files are dated far ahead, so that no tool takes them for old, drops them or touches them.
 */
final class WarmCache {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final FileTime NEVER_OLD = FileTime.from(Instant.parse("2100-01-01T00:00:00Z"));

    private WarmCache() {}

    /**
     * Fills the folder, which is there and empty.
     *
     * @param variables with paths of the host
     */
    static void fill(Path folder, CacheRecipe recipe, HostVariables variables) throws IOException, ToolchainUnusable {
        HostVariables line = variables.and("cache", folder.toString());
        for (String each : recipe.folders()) {
            Files.createDirectory(folder.resolve(each));
        }
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
        share(folder);
    }

    private static void share(Path folder) throws IOException {
        Files.setAttribute(folder, "unix:mode", 01777);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path each : entries) {
                FileStat stat = FileStat.of(each);
                if (stat.isDirectory()) {
                    share(each);
                } else if (stat.isRegular()) {
                    Files.setPosixFilePermissions(
                            each, PosixFilePermissions.fromString(stat.isExecutable() ? "rwxr-xr-x" : "rw-r--r--"));
                    Files.setLastModifiedTime(each, NEVER_OLD);
                }
            }
        }
    }
}
