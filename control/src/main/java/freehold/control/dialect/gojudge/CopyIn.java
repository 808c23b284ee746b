package freehold.control.dialect.gojudge;

import freehold.control.admission.Admission;
import freehold.execution.Content;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The files that a command brings. A symbolic link to another of them is a copy of it; what it would reach elsewhere is not there.
 *
 * @param origins of each the runtime under which it came to be, if that is known
 */
record CopyIn(List<SourceFile> files, Map<WorkPath, Optional<String>> origins) {
    /** What links of all commands of a job stand for: a short name each, they would be a large file as often. */
    static final long LINK_BYTES_MAX = 16 << 20;

    CopyIn {
        files = List.copyOf(files);
        origins = Map.copyOf(origins);
    }

    /** How many bytes the links of a command stand for. Copies nothing. */
    static long linkBytes(JsonNode copyIn) throws Fault {
        if (!copyIn.isMissingNode() && !copyIn.isNull() && !copyIn.isObject()) {
            throw new Fault("copyIn has files by their names");
        }
        if (copyIn.size() > Admission.FILES_MAX) {
            throw new Fault("copyIn: a cmd has at most " + Admission.FILES_MAX + " files, not " + copyIn.size());
        }
        IdentityHashMap<JsonNode, Long> known = new IdentityHashMap<>();
        long bytes = 0;
        for (Map.Entry<String, JsonNode> each : copyIn.properties()) {
            JsonNode file = each.getValue();
            if (isLink(file)) {
                bytes += known.computeIfAbsent(
                        target(copyIn, each.getKey(), file), target -> new CmdFile(target).inlineBytes());
            }
        }
        return bytes;
    }

    /** Of one whose {@link #linkBytes} were looked at. */
    static CopyIn read(JsonNode copyIn, JobFiles stored) throws Fault {
        IdentityHashMap<JsonNode, Brought> known = new IdentityHashMap<>(); // one content of a file and its links
        Map<WorkPath, Optional<String>> origins = new LinkedHashMap<>();
        List<SourceFile> files = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : copyIn.properties()) {
            WorkPath path = Paths.below(each.getKey())
                    .orElseThrow(() -> new Fault("copyIn: " + each.getKey() + " is not below the work directory"));
            JsonNode file = isLink(each.getValue()) ? target(copyIn, each.getKey(), each.getValue()) : each.getValue();
            Brought brought = known.get(file);
            if (brought == null) {
                brought = brought(path, new CmdFile(file), stored);
                known.put(file, brought);
            }
            origins.put(path, brought.runtime());
            files.add(new SourceFile(path, brought.content(), true)); // whatever is brought may be executed, as there
        }
        return new CopyIn(files, origins);
    }

    private record Brought(Content content, Optional<String> runtime) {}

    private static Brought brought(WorkPath path, CmdFile file, JobFiles files) throws Fault {
        if (file.isStored()) {
            StoredFile stored = file.stored(files);
            return new Brought(FileStore.content(stored), stored.runtime());
        }
        if (file.isInline()) {
            return new Brought(new Content.Inline(file.bytes()), Optional.empty());
        }
        throw file.notRead("copyIn: " + path);
    }

    private static boolean isLink(JsonNode file) {
        return file.path("symlink").isString();
    }

    private static JsonNode target(JsonNode copyIn, String name, JsonNode link) throws Fault {
        String target = link.path("symlink").stringValue();
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        JsonNode meant = copyIn.path(target).isMissingNode() ? copyIn.path(folder + target) : copyIn.path(target);
        if (meant.isMissingNode() || isLink(meant)) {
            throw new Fault("copyIn: a symlink leads to a file of copyIn, and " + target + " is none");
        }
        return meant;
    }
}
