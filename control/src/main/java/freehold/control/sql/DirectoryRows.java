package freehold.control.sql;

import freehold.control.tenancy.ApiKey;
import freehold.control.tenancy.Right;
import freehold.control.tenancy.Role;
import freehold.quantity.Digest;
import freehold.tenant.KeyId;
import freehold.tenant.Rate;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tenants and keys as rows. */
final class DirectoryRows {
    /** In the order in which {@link #key} reads them, so that a key can be read beside its tenant, whose columns have the same names. */
    static final String KEY_COLUMNS =
            "k.id, k.tenant, k.name, k.role, k.rights, k.rate_requests, k.rate_seconds, k.digest,"
                    + " k.former_digest, k.former_until_us, k.created_us, k.expires_us, k.revoked_us, k.used_us";

    static final String TENANT_COLUMNS = "t.id, t.name, t.state, t.rate_requests, t.rate_seconds, t.created_us";
    static final int KEY_WIDTH = 14;

    private DirectoryRows() {}

    static void insert(Session session, Tenant tenant) throws SQLException {
        session.update(
                "insert into tenant values (?, ?, ?, ?, ?, ?)",
                tenant.id().value(),
                tenant.name(),
                tenant.state().label(),
                requests(tenant.rate()),
                seconds(tenant.rate()),
                ExecutionRows.micros(tenant.createdAt()));
    }

    static void update(Session session, Tenant tenant) throws SQLException {
        session.update(
                "update tenant set name = ?, state = ?, rate_requests = ?, rate_seconds = ? where id = ?",
                tenant.name(),
                tenant.state().label(),
                requests(tenant.rate()),
                seconds(tenant.rate()),
                tenant.id().value());
    }

    static void insert(Session session, ApiKey key) throws SQLException {
        session.update(
                "insert into api_key values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key.id().value(),
                key.tenant().value(),
                key.name(),
                key.role().label(),
                rights(key.rights()),
                requests(key.rate()),
                seconds(key.rate()),
                key.digest().hex(),
                key.former().map(former -> former.digest().hex()).orElse(null),
                key.former().map(former -> ExecutionRows.micros(former.until())).orElse(null),
                ExecutionRows.micros(key.createdAt()),
                key.expiresAt().map(ExecutionRows::micros).orElse(null),
                key.revokedAt().map(ExecutionRows::micros).orElse(null),
                key.lastUsed().map(ExecutionRows::micros).orElse(null));
    }

    static ApiKey key(ResultSet row) throws SQLException {
        Optional<String> former = Optional.ofNullable(row.getString(9));
        Optional<Instant> until = instant(row, 10);
        return new ApiKey(
                new KeyId(row.getString(1)),
                new TenantId(row.getString(2)),
                row.getString(3),
                role(row.getString(4)),
                rights(row.getString(5)),
                rate(row, 6),
                new Digest(row.getString(8)),
                former.flatMap(digest -> until.map(at -> new ApiKey.Former(new Digest(digest), at))),
                CallbackRows.instant(row.getLong(11)),
                instant(row, 12),
                instant(row, 13),
                instant(row, 14));
    }

    static Tenant tenant(ResultSet row) throws SQLException {
        return tenant(row, 0);
    }

    /** One whose columns follow so many others. */
    static Tenant tenant(ResultSet row, int after) throws SQLException {
        return new Tenant(
                new TenantId(row.getString(after + 1)),
                row.getString(after + 2),
                Tenant.State.valueOf(row.getString(after + 3).toUpperCase(Locale.ROOT)),
                rate(row, after + 4),
                CallbackRows.instant(row.getLong(after + 6)));
    }

    private static Role role(String label) throws SQLException {
        return Role.of(label).orElseThrow(() -> new SQLException("no role " + label));
    }

    private static String rights(Set<Right> rights) {
        return String.join(",", rights.stream().map(Right::label).sorted().toList());
    }

    private static Set<Right> rights(String labels) throws SQLException {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String label : labels.split(",", -1)) {
            if (!label.isEmpty()) {
                rights.add(Right.of(label).orElseThrow(() -> new SQLException("no right " + label)));
            }
        }
        return rights;
    }

    private static Optional<Rate> rate(ResultSet row, int column) throws SQLException {
        int requests = row.getInt(column);
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new Rate(requests, Duration.ofSeconds(row.getLong(column + 1))));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(CallbackRows.instant(micros));
    }

    private static @Nullable Integer requests(Optional<Rate> rate) {
        return rate.map(Rate::requests).orElse(null);
    }

    private static @Nullable Long seconds(Optional<Rate> rate) {
        return rate.map(each -> each.window().toSeconds()).orElse(null);
    }
}
