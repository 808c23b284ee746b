package freehold.worker.rootfs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Expands {@code *}, {@code ?} and {@code [a-z]} in the components of a path, in the order of names. */
final class PathGlobs {
    private PathGlobs() {}

    /**
     * All paths that are there.
     *
     * @param searched hears of each folder whose list of names was looked at, for a later one may give another result
     */
    static List<Path> expand(String glob, Consumer<Path> searched) throws IOException {
        List<Path> found = List.of(Path.of("/"));
        for (Path component : Path.of(glob)) {
            List<Path> next = new ArrayList<>();
            for (Path each : found) {
                if (isGlob(component.toString())) {
                    next.addAll(matches(each, component.toString(), searched));
                } else {
                    next.add(each.resolve(component));
                }
            }
            found = next;
        }
        return found.stream()
                .filter(each -> Files.exists(each, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    private static boolean isGlob(String component) {
        return component.chars().anyMatch(each -> each == '*' || each == '?' || each == '[');
    }

    private static List<Path> matches(Path folder, String glob, Consumer<Path> searched) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(names::add);
            searched.accept(folder);
        } catch (NoSuchFileException | NotDirectoryException _) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        return names;
    }
}
