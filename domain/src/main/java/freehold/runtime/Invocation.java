package freehold.runtime;

import freehold.cell.Limits;
import freehold.quantity.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request brings to the commands of its runtime.
 *
 * @param entry path of the main file, relative to the work directory
 * @param paths of all files, the entry among them
 * @param args of the run step
 * @param buildArgs of the build step
 */
public record Invocation(String entry, List<String> paths, List<String> args, List<String> buildArgs) {
    public Invocation {
        paths = List.copyOf(paths);
        args = List.copyOf(args);
        buildArgs = List.copyOf(buildArgs);
    }

    /**
     * The values of all placeholders in one step of a runtime:
     *
     * <ul>
     *   <li>{@code {entry}}; {@code {entry_stem}}, without its last extension; {@code {entry_folder}}, its folder or {@code .}
     *   <li>{@code {source}}: what the pack calls the one file of a request
     *   <li>{@code {files}}: the entry, then the other files with an extension of the pack, so that headers and data stay out
     *   <li>{@code {args}}, {@code {build_args}}, {@code {work}}
     *   <li>{@code {heap_bytes}}, {@code {heap_mib}}: see {@link Heap}, of this step's memory limit
     *   <li>what discovery found: {@code {executable}} and whatever else {@link Installed#variables} has
     * </ul>
     */
    public CommandLine in(Installed runtime, Limits limits) {
        Bytes heap = Heap.within(limits.memory());
        Map<String, String> scalars = new HashMap<>(runtime.variables());
        scalars.put("entry", asOperand(entry));
        scalars.put("entry_stem", stem(entry));
        scalars.put("entry_folder", entry.contains("/") ? entry.substring(0, entry.lastIndexOf('/')) : ".");
        scalars.put("source", runtime.pack().source());
        scalars.put("work", "/work");
        scalars.put("heap_bytes", Long.toString(heap.count()));
        scalars.put("heap_mib", Long.toString(heap.count() >> 20));
        return new CommandLine(
                scalars, Map.of("files", sources(runtime.pack()), "args", args, "build_args", buildArgs));
    }

    private List<String> sources(Pack pack) {
        List<String> sources = new ArrayList<>(List.of(asOperand(entry)));
        for (String path : paths) {
            if (!path.equals(entry) && pack.extensions().contains(extension(path))) {
                sources.add(asOperand(path));
            }
        }
        return sources;
    }

    /** A file whose name begins with a dash is not an option of whoever reads the command line. */
    private static String asOperand(String path) {
        return path.startsWith("-") ? "./" + path : path;
    }

    private static String stem(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
    }

    private static String extension(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') + 1 ? path.substring(dot + 1) : "";
    }
}
