package freehold.control.sql;

import freehold.control.secret.SecretStore;
import freehold.control.secret.SecretStoreContract;
import freehold.control.world.PostgresServer;
import freehold.control.world.World;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class PostgresSecretsTest extends SecretStoreContract {
    private final PostgresAddress address = PostgresServer.database();
    private SqlRecords records;

    @BeforeEach
    void open() {
        records = new SqlRecords(address, InstantSource.system(), () -> World.KEY, World.MASTER);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Override
    protected SecretStore store() {
        return records.secrets();
    }
}
