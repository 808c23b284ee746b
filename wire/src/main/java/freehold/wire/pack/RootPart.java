package freehold.wire.pack;

import java.util.List;
import java.util.Map;

/**
 * Some of the files of a root. Paths are globs of the host, with placeholders; one that ends in {@code ?} may be absent. Shared
 * libraries that an ELF file names come along by themselves.
 *
 * @param files single files; a symbolic link brings what it points to
 * @param trees directories with all below them
 * @param packages Debian packages, all of whose files under /usr but documentation belong to it
 * @param without globs of host paths that stay out
 * @param texts files that the host need not have: cell path to content
 * @param own files of the pack's own folder: cell path to file name
 * @param links symbolic links that the host need not have: cell path to target
 * @param directories empty ones, such as mount points
 */
public record RootPart(
        List<String> files,
        List<String> trees,
        List<String> packages,
        List<String> without,
        Map<String, String> texts,
        Map<String, String> own,
        Map<String, String> links,
        List<String> directories) {
    /** What needs no host: texts, and files of the pack's own. */
    static RootPart ofTexts(Map<String, String> texts, Map<String, String> own) {
        return new RootPart(List.of(), List.of(), List.of(), List.of(), texts, own, Map.of(), List.of());
    }

    public RootPart {
        files = List.copyOf(files);
        trees = List.copyOf(trees);
        packages = List.copyOf(packages);
        without = List.copyOf(without);
        texts = Map.copyOf(texts);
        own = Map.copyOf(own);
        links = Map.copyOf(links);
        directories = List.copyOf(directories);
    }
}
