package freehold.control.sql;

import freehold.control.world.PostgresServer;

final class PostgresBlobsTest extends SqlBlobsContract {
    private final PostgresAddress address = PostgresServer.database();

    @Override
    protected Engine engine() {
        return new Postgres(address);
    }
}
