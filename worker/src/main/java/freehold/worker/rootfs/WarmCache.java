package freehold.worker.rootfs;

import freehold.wire.pack.CacheRecipe;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/**
 * A cache that is filled once. Every cell sees it below a writable layer of its own: it may add to the folders, but they are sticky, so
 * that it cannot remove what is root's; and the files are dated far ahead, so that no tool takes them for old, drops them or touches them.
 *
 * <p>A cache makes a runtime faster and is no part of it: its digest does not cover it, and where it cannot be filled, cells see an empty
 * one.
 *
 * @param lower what cells see below their own layer
 * @param failure why it is empty, in words
 */
record WarmCache(Path lower, Optional<String> failure) {
    private static final FileTime NEVER_OLD = FileTime.from(Instant.parse("2100-01-01T00:00:00Z"));

    /** What is beside an empty folder that could not be filled. */
    private static final String FAILED = "failed";

    /** Fills a folder in which the recipe's folders are made already. */
    interface Filling {
        void into(Path folder) throws IOException, ToolchainUnusable;
    }

    /** The cache of that name, filled now if it was not before. */
    static WarmCache of(StateFolder state, String name, CacheRecipe recipe, Filling filling) throws IOException {
        Path end = state.cache(name);
        if (!Files.isDirectory(end)) {
            Path begun = state.begin(end);
            try {
                fill(begun, recipe, filling);
                state.finish(begun, end);
            } finally {
                state.abandon(begun);
            }
        }
        return new WarmCache(end, failure(end));
    }

    /** Why the cache was left empty, if it was. */
    static Optional<String> failure(Path lower) throws IOException {
        Path note = lower.resolveSibling(FAILED);
        return Files.isRegularFile(note) ? Optional.of(Files.readString(note)) : Optional.empty();
    }

    private static void fill(Path folder, CacheRecipe recipe, Filling filling) throws IOException {
        makeFolders(folder, recipe);
        try {
            filling.into(folder);
        } catch (IOException | ToolchainUnusable failed) {
            FolderTree.delete(folder);
            Files.createDirectory(folder);
            makeFolders(folder, recipe);
            Files.writeString(folder.resolveSibling(FAILED), words(failed));
        }
        share(folder);
    }

    private static void makeFolders(Path folder, CacheRecipe recipe) throws IOException {
        for (String each : recipe.folders()) {
            Files.createDirectory(folder.resolve(each));
        }
    }

    /** On one line, for tables. */
    private static String words(Exception failed) {
        String said = String.valueOf(failed.getMessage()).strip().replaceAll("\\s+", " ");
        return said.length() <= 300 ? said : said.substring(0, 300) + "…";
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
