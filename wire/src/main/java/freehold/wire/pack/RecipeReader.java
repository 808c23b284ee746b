package freehold.wire.pack;

import freehold.wire.pack.RootRecipe.ProcView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what roots hold: in {@code parts.yaml} by name, and in a pack by inclusion and of its own. */
final class RecipeReader {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9+-]{0,31}");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
    private static final Pattern CELL_PATH = Pattern.compile("(/[^/\0]+)+");

    /** Where no package has anything, so that it can be seen beside the tree of any bundle, whatever that holds. */
    private static final List<String> OURS = List.of("/freehold/", "/cache/");

    private final Map<String, RootPart> shared;

    RecipeReader(Map<String, RootPart> shared) {
        this.shared = Map.copyOf(shared);
    }

    RootRecipe recipe(Fields fields, String pack) {
        List<RootPart> parts = new ArrayList<>();
        List<String> included = fields.texts("include");
        for (int i = 0; i < included.size(); i++) {
            RootPart part = shared.get(included.get(i));
            if (part == null) {
                fields.faults()
                        .add(
                                fields.at("include") + "/" + i,
                                "There is no part '" + included.get(i) + "' in parts.yaml.");
            } else {
                parts.add(part);
            }
        }
        String label = fields.has("label")
                ? fields.text("label", LABEL, "a short name of lower-case letters, digits, + and -")
                : pack;
        ProcView proc = fields.choice("proc", ProcView.class, ProcView.PROCESSES);
        Optional<CacheRecipe> cache =
                fields.has("cache") ? Optional.of(cache(fields.mapping("cache"))) : Optional.empty();
        parts.add(part(fields));
        return new RootRecipe(label, parts, proc, cache);
    }

    /** What is seen beside the tree of a bundle; empty if nothing is. */
    Optional<RootRecipe> addition(Fields fields, String label) {
        Map<String, String> texts = cellPaths(fields, "texts");
        texts.keySet().forEach(path -> requireOurs(fields, "texts", path));
        RootPart part = RootPart.ofTexts(texts, own(fields));
        Optional<CacheRecipe> cache =
                fields.has("cache") ? Optional.of(cache(fields.mapping("cache"))) : Optional.empty();
        fields.end();
        return part.own().isEmpty() && part.texts().isEmpty() && cache.isEmpty()
                ? Optional.empty()
                : Optional.of(new RootRecipe(label, List.of(part), ProcView.PROCESSES, cache));
    }

    private static void requireOurs(Fields fields, String key, String path) {
        if (OURS.stream().noneMatch(path::startsWith)) {
            fields.faults()
                    .add(
                            fields.at(key),
                            "Put it below /freehold or /cache, where no package has anything, not at " + path + ".");
        }
    }

    /** One part. Its keys may stand among those of a recipe, so the caller's keys must have been asked for before. */
    static RootPart part(Fields fields) {
        RootPart part = new RootPart(
                absolute(fields, "files"),
                absolute(fields, "trees"),
                paths(fields, "packages"),
                paths(fields, "without"),
                cellPaths(fields, "texts"),
                own(fields),
                cellPaths(fields, "links"),
                absolute(fields, "directories"));
        fields.end();
        return part;
    }

    private static Map<String, String> own(Fields fields) {
        Map<String, String> own = cellPaths(fields, "own");
        own.keySet().forEach(path -> requireOurs(fields, "own", path));
        for (String name : own.values()) {
            if (!FILE_NAME.matcher(name).matches()) {
                fields.faults()
                        .add(fields.at("own"), "Write the name of a file in the pack's folder, not '" + name + "'.");
            }
        }
        return own;
    }

    private static List<String> absolute(Fields fields, String key) {
        List<String> paths = paths(fields, key);
        for (int i = 0; i < paths.size(); i++) {
            if (!paths.get(i).startsWith("/") && !paths.get(i).startsWith("{")) {
                fields.faults().add(fields.at(key) + "/" + i, "Write a path from the root, such as /usr/bin/env.");
            }
        }
        return paths;
    }

    private static List<String> paths(Fields fields, String key) {
        List<String> paths = fields.texts(key);
        Placeholders.checkPaths(fields, key, paths);
        return paths;
    }

    private static Map<String, String> cellPaths(Fields fields, String key) {
        Map<String, String> map = fields.textMap(key);
        for (String path : map.keySet()) {
            if (!CELL_PATH.matcher(path).matches() || path.contains("/../") || path.endsWith("/..")) {
                fields.faults().add(fields.at(key), "Write a path from the root, without .., not '" + path + "'.");
            }
        }
        return map;
    }

    private static List<String> folders(Fields fields) {
        List<String> folders = fields.texts("folders");
        for (int i = 0; i < folders.size(); i++) {
            if (!FILE_NAME.matcher(folders.get(i)).matches()) {
                fields.faults().add(fields.at("folders") + "/" + i, "Write the name of a folder to make in the cache.");
            }
        }
        return folders;
    }

    private static CacheRecipe cache(Fields fields) {
        CacheRecipe cache = new CacheRecipe(
                fields.text("at", CELL_PATH, "the path in the cell, such as /cache/go-build"),
                folders(fields),
                fields.someTexts("argv"),
                fields.textMap("env"));
        requireOurs(fields, "at", cache.at());
        fields.end();
        return cache;
    }
}
