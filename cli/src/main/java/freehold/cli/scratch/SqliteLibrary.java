package freehold.cli.scratch;

import freehold.control.sql.SqlLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The native library of a record that is a file. */
public final class SqliteLibrary {
    private SqliteLibrary() {}

    /** Has it ready. It is unpacked into a folder that is gone when this returns, for once it is loaded nobody needs the file. */
    public static void load() throws IOException {
        try (Scratch scratch = Scratch.make()) {
            Path folder = Files.createDirectories(scratch.folder("library"));
            System.setProperty("org.sqlite.tmpdir", folder.toString());
            SqlLibrary.load();
        }
    }
}
