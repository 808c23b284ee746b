package freehold.control.sql;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteBlobsTest extends SqlBlobsContract {
    @TempDir
    private Path folder;

    @Override
    protected Engine engine() {
        return Engine.in(folder.resolve("freehold.db"));
    }
}
