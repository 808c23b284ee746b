package freehold.control.sql;

import freehold.control.secret.SecretStore;
import freehold.control.secret.SecretStoreContract;
import freehold.control.world.World;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

final class SqlSecretsTest {
    @TempDir
    private Path folder;

    private SqlRecords records;

    @BeforeEach
    void open() {
        records = new SqlRecords(folder.resolve("freehold.db"), InstantSource.system(), () -> World.KEY, World.MASTER);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Nested
    final class Contract extends SecretStoreContract {
        @Override
        protected SecretStore store() {
            return records.secrets();
        }
    }
}
