package freehold.control.sql;

import freehold.control.world.PostgresServer;

final class PostgresSealedTest extends SealedContract {
    private final PostgresAddress address = PostgresServer.database();

    @Override
    Engine engine() {
        return new Postgres(address);
    }
}
