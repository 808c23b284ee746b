package freehold.control.sql;

import freehold.control.vault.TenantKeys;
import freehold.control.vault.TenantKeysContract;
import freehold.control.world.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresTenantKeysTest extends TenantKeysContract {
    private GroupWriter writer;
    private ReaderPool readers;
    private TenantKeys keys;

    @BeforeEach
    void open() {
        Engine engine = new Postgres(PostgresServer.database());
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
}
