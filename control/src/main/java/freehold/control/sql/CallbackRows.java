package freehold.control.sql;

import freehold.control.callback.Delivery;
import freehold.control.vault.Vault;
import freehold.execution.Callback;
import freehold.execution.CallbackId;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Messages as rows. */
final class CallbackRows {
    private CallbackRows() {}

    /** One that waits, due at the end that it tells. */
    static void insert(Session session, Execution execution, Callback callback, Optional<String> sealedSecret)
            throws SQLException {
        long ended = ExecutionRows.micros(execution.finishedAt().orElse(execution.createdAt()));
        session.update(
                "insert into callback values (?, ?, ?, ?, ?, ?, 0, ?, null, ?, null, 1)",
                CallbackId.of(execution.id()).value(),
                execution.tenant().value(),
                execution.id().value(),
                callback.url(),
                sealedSecret.orElse(null),
                Delivery.State.WAITING.label(),
                ended,
                ended);
    }

    static Delivery read(ResultSet row, Vault vault) throws SQLException {
        long done = row.getLong("done_us");
        Optional<Instant> doneAt = row.wasNull() ? Optional.empty() : Optional.of(instant(done));
        CallbackId id = new CallbackId(row.getString("id"));
        TenantId tenant = new TenantId(row.getString("tenant"));
        boolean sealed = row.getInt("sealed") != 0;
        return new Delivery(
                id,
                tenant,
                new ExecutionId(row.getString("execution")),
                new Callback(
                        row.getString("url"),
                        Optional.ofNullable(row.getString("secret"))
                                .map(secret -> sealed ? SealedEntry.openSecret(vault, tenant, id, secret) : secret)),
                Delivery.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                instant(row.getLong("due_us")),
                Optional.ofNullable(row.getString("last_error")),
                instant(row.getLong("created_us")),
                doneAt);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
