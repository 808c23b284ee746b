package freehold.cli.settings;

import java.nio.file.Path;

/** What was built: the folder that {@code ./freehold} names. */
public record Installation(Path home) {
    /** The one that this process was started from. */
    public static Installation here() {
        return new Installation(Path.of(System.getProperty("freehold.home", ".build/app")));
    }

    /** The packs. */
    public Path runtimes() {
        return home.resolve("runtimes");
    }

    /** The plain parent that {@code freehold bench} compares with. */
    public Path bare() {
        return home.resolve("bin/bare");
    }

    /** The plain client of {@code freehold bench}. */
    public Path ask() {
        return home.resolve("bin/ask");
    }

    /** The cell daemon. */
    public Path daemon() {
        return home.resolve("bin/freehold-cell");
    }
}
