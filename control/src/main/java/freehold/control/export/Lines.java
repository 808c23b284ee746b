package freehold.control.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;

/** A list of any length as files of lines: {@code NAME/000001.jsonl}, … A tar wants to know sizes before, so a part is held in memory. */
final class Lines {
    private static final int PART = 4 << 20;

    private final Archive archive;
    private final String name;
    private ByteArrayOutputStream part = new ByteArrayOutputStream();
    private int parts;
    private long lines;

    Lines(Archive archive, String name) {
        this.archive = archive;
        this.name = name;
    }

    void add(byte[] line) throws IOException {
        part.write(line);
        part.write('\n');
        lines++;
        if (part.size() >= PART) {
            flush();
        }
    }

    /** How many lines there were. */
    long end() throws IOException {
        if (part.size() > 0) {
            flush();
        }
        return lines;
    }

    private void flush() throws IOException {
        parts++;
        archive.add(name + "/" + String.format(Locale.ROOT, "%06d", parts) + ".jsonl", part.toByteArray());
        part = new ByteArrayOutputStream();
    }
}
