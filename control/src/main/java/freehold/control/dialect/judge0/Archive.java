package freehold.control.dialect.judge0;

import freehold.execution.Content;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The zip with the additional files of a submission. What a name or a size in it claims is not believed: names are checked as paths of
 * a request are, and bytes are counted as they come out.
 */
final class Archive {
    /** As the peer's default, in KiB. */
    static final int EXTRACTED_KIBIBYTES_MAX = 10_240;

    private static final int ENTRIES_MAX = 1_000;

    private Archive() {}

    /** The files, or what is wrong. */
    record Opened(List<SourceFile> files, Optional<String> fault) {
        private static Opened wrong(String fault) {
            return new Opened(List.of(), Optional.of(fault));
        }
    }

    static Opened open(byte[] zip) {
        List<SourceFile> files = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int left = EXTRACTED_KIBIBYTES_MAX << 10;
        int entries = 0;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (++entries > ENTRIES_MAX) {
                    return Opened.wrong("has more than " + ENTRIES_MAX + " entries");
                }
                String name = entry.getName();
                if (entry.isDirectory()) {
                    continue; // a directory without files in it is left out
                }
                Optional<String> fault = WorkPath.fault(name);
                if (fault.isPresent()) {
                    return Opened.wrong("has an entry with a bad name: " + fault.get());
                }
                byte[] bytes = in.readNBytes(left + 1);
                left -= bytes.length;
                if (left < 0) {
                    return Opened.wrong("is larger than " + EXTRACTED_KIBIBYTES_MAX + " KB when extracted");
                }
                if (seen.add(name)) { // the first of a name stays, as the peer never overwrites
                    files.add(new SourceFile(new WorkPath(name), new Content.Inline(bytes), false));
                }
            }
        } catch (IOException | IllegalArgumentException notZip) {
            return Opened.wrong("is not a zip archive");
        }
        return entries == 0
                ? Opened.wrong("is not a zip archive, or an empty one")
                : new Opened(files, Optional.empty());
    }
}
