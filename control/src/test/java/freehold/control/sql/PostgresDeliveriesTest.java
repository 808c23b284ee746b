package freehold.control.sql;

import freehold.control.world.PostgresServer;

final class PostgresDeliveriesTest extends DeliveriesContract {
    private final PostgresAddress address = PostgresServer.database();

    @Override
    Engine engine() {
        return new Postgres(address);
    }
}
