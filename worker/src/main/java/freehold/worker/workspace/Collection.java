package freehold.worker.workspace;

import freehold.execution.Effort;
import freehold.execution.Glob;
import freehold.quantity.Bytes;
import freehold.worker.cell.Cell;
import freehold.worker.cell.CellFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which files are brought out of a cell: those that match, in the order of their names, up to a number of files and of bytes.
 *
 * @param left how many matched and were left, because of the bounds
 * @param unseen whether there were more files, or deeper ones, than are looked at
 * @param unmatched whether matching took too long, so that some were not compared with all patterns
 */
public record Collection(
        List<CellFiles.Found> files, int left, int filesMax, Bytes bytesMax, boolean unseen, boolean unmatched) {
    /** More than this is not even looked at; a disk of 64 MiB cannot hold twice as many. */
    private static final int LISTED_MAX = 20_000;

    /** Steps of comparing, which take seconds. Twenty patterns of fifty characters and 20,000 such paths take less than half of them. */
    private static final long EFFORT_MAX = 200_000_000;

    public Collection {
        files = List.copyOf(files);
    }

    /** Looks at what the program left, and chooses. */
    public static Collection of(Cell cell, List<Glob> globs, int filesMax, Bytes bytesMax) {
        Effort effort = new Effort(EFFORT_MAX);
        CellFiles listed = cell.list(LISTED_MAX);
        List<CellFiles.Found> matching = listed.files().stream()
                .filter(file -> Glob.anyMatches(globs, file.path(), effort))
                .sorted(Comparator.comparing(CellFiles.Found::path))
                .toList();
        List<CellFiles.Found> chosen = new ArrayList<>();
        long bytes = 0;
        for (CellFiles.Found file : matching) {
            // files may be sparse, so their sizes add up to more than any disk
            if (chosen.size() < filesMax && file.sizeBytes() <= bytesMax.count() - bytes) {
                chosen.add(file);
                bytes += file.sizeBytes();
            }
        }
        return new Collection(
                chosen, matching.size() - chosen.size(), filesMax, bytesMax, listed.truncated(), effort.isSpent());
    }

    /** What to tell about files that were left. */
    public Optional<String> remark() {
        List<String> sentences = new ArrayList<>();
        if (unseen) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "Not collected: perhaps some files, because the work directory had more than the %,d that are looked at, or some too deep in it: 32 names to a path are the most. Leave fewer in it, or pack them into one.",
                    LISTED_MAX));
        }
        if (unmatched) {
            sentences.add(
                    "Not collected: some files, because comparing their paths with the globs took too long. Use plainer globs, with fewer *.");
        } else if (left > 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "Not collected: %,d of %,d matching files; the most is %,d files and %s. Let the globs match fewer, or pack them into one.",
                    left,
                    left + files.size(),
                    filesMax,
                    bytesMax));
        }
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", sentences));
    }
}
