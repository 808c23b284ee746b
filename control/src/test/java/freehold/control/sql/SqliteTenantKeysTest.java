package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.record.RecordUnavailable;
import freehold.control.vault.TenantKeys;
import freehold.control.vault.TenantKeysContract;
import freehold.tenant.TenantId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTenantKeysTest extends TenantKeysContract {
    @TempDir
    private Path folder;

    private GroupWriter writer;
    private ReaderPool readers;
    private TenantKeys keys;

    @BeforeEach
    void open() {
        Engine engine = Engine.in(folder.resolve("freehold.db"));
        writer = new GroupWriter(engine.openReady());
        readers = new ReaderPool(engine);
        keys = new SqlTenantKeys(writer, readers);
    }

    @AfterEach
    void close() {
        readers.close();
        writer.close();
    }

    @Override
    protected TenantKeys keys() {
        return keys;
    }

    @Test
    void a_key_that_cannot_be_stored_says_why_in_one_step() {
        writer.close();

        assertThatThrownBy(() -> keys.destroy(TenantId.LOCAL))
                .isInstanceOf(RecordUnavailable.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
