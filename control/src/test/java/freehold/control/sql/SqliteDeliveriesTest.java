package freehold.control.sql;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteDeliveriesTest extends DeliveriesContract {
    @TempDir
    private Path folder;

    @Override
    Engine engine() {
        return Engine.in(folder.resolve("freehold.db"));
    }
}
