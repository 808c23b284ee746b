package freehold.control.sql;

import freehold.control.ledger.Signer;
import freehold.control.tenancy.Act;
import freehold.control.tenancy.ApiKey;
import freehold.control.tenancy.Directory;
import freehold.control.tenancy.Role;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.quantity.Digest;
import freehold.tenant.KeyId;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Tenants and keys in the database of the record. */
final class SqlDirectory implements Directory {
    private static final String TENANTS = "select " + DirectoryRows.TENANT_COLUMNS + " from tenant t";
    private static final String KEYS = "select " + DirectoryRows.KEY_COLUMNS + " from api_key k";
    private static final String HELD = "select " + DirectoryRows.KEY_COLUMNS + ", " + DirectoryRows.TENANT_COLUMNS
            + " from api_key k join tenant t on t.id = k.tenant where k.id = ?";

    private final GroupWriter writer;
    private final ReaderPool readers;
    private final Signer signer;
    private final InstantSource clock;
    private final Optional<Act> act;

    SqlDirectory(GroupWriter writer, ReaderPool readers, Signer signer, InstantSource clock) {
        this(writer, readers, signer, clock, Optional.empty());
    }

    private SqlDirectory(
            GroupWriter writer, ReaderPool readers, Signer signer, InstantSource clock, Optional<Act> act) {
        this.writer = writer;
        this.readers = readers;
        this.signer = signer;
        this.clock = clock;
        this.act = act;
    }

    @Override
    public Directory telling(Act told) {
        return new SqlDirectory(writer, readers, signer, clock, Optional.of(told));
    }

    /** A change, and the line of the act if it changed anything. */
    private <T> CompletableFuture<T> write(T done, GroupWriter.Change<T> change) {
        if (act.isEmpty()) {
            return writer.write(change);
        }
        Act told = act.get();
        Chain chain = Chain.of(told.tenant());
        return writer.write(Set.of(chain), session -> {
            T made = change.make(session);
            if (made.equals(done)) {
                Position _ = LedgerRows.minute(session, chain, line(told), signer.current(), clock.instant());
            }
            return made;
        });
    }

    private static freehold.ledger.Act line(Act act) {
        return new freehold.ledger.Act(
                act.at(),
                act.by().actor(),
                act.kind().action(),
                act.object(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public Optional<Tenant> tenant(TenantId id) {
        return readers.read(session -> tenant(session, "id", id.value()));
    }

    @Override
    public Optional<Tenant> tenantNamed(String name) {
        return readers.read(session -> tenant(session, "name", name));
    }

    private static Optional<Tenant> tenant(Session session, String column, String value) throws SQLException {
        return session.query(TENANTS + " where t." + column + " = ?", DirectoryRows::tenant, value).stream()
                .findFirst();
    }

    @Override
    public List<Tenant> tenants(Optional<TenantId> before, int most) {
        return readers.read(session -> before.isEmpty()
                ? session.query(TENANTS + " order by t.id desc limit ?", DirectoryRows::tenant, most)
                : session.query(
                        TENANTS + " where t.id < ? order by t.id desc limit ?",
                        DirectoryRows::tenant,
                        before.get().value(),
                        most));
    }

    @Override
    public CompletableFuture<Entering> enter(Tenant tenant) {
        return write(Entering.DONE, session -> {
            if (tenant(session, "id", tenant.id().value()).isPresent()
                    || tenant(session, "name", tenant.name()).isPresent()) {
                return Entering.TAKEN;
            }
            if (count(session, "select count(*) from tenant") >= TENANTS_MAX) {
                return Entering.FULL;
            }
            DirectoryRows.insert(session, tenant);
            return Entering.DONE;
        });
    }

    @Override
    public CompletableFuture<Entering> change(TenantId id, UnaryOperator<Tenant> change) {
        return write(Entering.DONE, session -> {
            Optional<Tenant> found = session
                    .query(
                            TENANTS + " where t.id = ?" + session.engine().lockingRows(),
                            DirectoryRows::tenant,
                            id.value())
                    .stream()
                    .findFirst();
            if (found.isEmpty()) {
                return Entering.ORPHANED;
            }
            Tenant changed = change.apply(found.get());
            boolean taken = tenant(session, "name", changed.name())
                    .filter(other -> !other.id().equals(id))
                    .isPresent();
            if (taken) {
                return Entering.TAKEN;
            }
            DirectoryRows.update(session, changed);
            return Entering.DONE;
        });
    }

    @Override
    public CompletableFuture<Boolean> confirm(TenantId id, Tenant.State state) {
        return write(
                true,
                session -> session
                        .query(
                                TENANTS + " where t.id = ?" + session.engine().lockingRows(),
                                DirectoryRows::tenant,
                                id.value())
                        .stream()
                        .anyMatch(tenant -> tenant.state() == state));
    }

    @Override
    public CompletableFuture<Boolean> delete(TenantId id) {
        return write(true, session -> session.update("delete from tenant where id = ?", id.value()) == 1);
    }

    @Override
    public Optional<Held> key(KeyId id) {
        return readers.read(session -> session
                .query(
                        HELD,
                        row -> new Held(DirectoryRows.key(row), DirectoryRows.tenant(row, DirectoryRows.KEY_WIDTH)),
                        id.value())
                .stream()
                .findFirst());
    }

    @Override
    public List<ApiKey> keys(Optional<TenantId> tenant, Optional<KeyId> before, int most) {
        StringBuilder sql = new StringBuilder(KEYS + " where 1 = 1");
        List<Object> values = new ArrayList<>();
        tenant.ifPresent(each -> {
            sql.append(" and k.tenant = ?");
            values.add(each.value());
        });
        before.ifPresent(each -> {
            sql.append(" and k.id < ?");
            values.add(each.value());
        });
        values.add(most);
        return readers.read(
                session -> session.query(sql + " order by k.id desc limit ?", DirectoryRows::key, values.toArray()));
    }

    @Override
    public boolean hasKeys() {
        return readers.read(session -> count(session, "select count(*) from (select 1 from api_key limit 1) as few"))
                > 0;
    }

    @Override
    public boolean hasOperator(Instant now) {
        return readers.read(session -> count(
                        session,
                        "select count(*) from api_key where role = ? and revoked_us is null"
                                + " and (expires_us is null or expires_us > ?)",
                        Role.OPERATOR.label(),
                        ExecutionRows.micros(now)))
                > 0;
    }

    @Override
    public CompletableFuture<Entering> enter(ApiKey key) {
        return write(Entering.DONE, session -> {
            if (tenant(session, "id", key.tenant().value()).isEmpty()) {
                return Entering.ORPHANED;
            }
            if (count(
                            session,
                            "select count(*) from api_key where tenant = ?",
                            key.tenant().value())
                    >= KEYS_OF_TENANT_MAX) {
                return Entering.FULL;
            }
            DirectoryRows.insert(session, key);
            return Entering.DONE;
        });
    }

    @Override
    public CompletableFuture<Boolean> rotate(KeyId id, Digest secret, Instant formerUntil) {
        return write(
                true,
                session -> session.update(
                                "update api_key set former_digest = digest, former_until_us = ?, digest = ?"
                                        + " where id = ? and revoked_us is null",
                                ExecutionRows.micros(formerUntil),
                                secret.hex(),
                                id.value())
                        == 1);
    }

    @Override
    public CompletableFuture<Boolean> revoke(KeyId id, Instant at) {
        return write(
                true,
                session -> session.update(
                                "update api_key set revoked_us = coalesce(revoked_us, ?) where id = ?",
                                ExecutionRows.micros(at),
                                id.value())
                        == 1);
    }

    @Override
    public CompletableFuture<Void> used(KeyId id, Instant at) {
        return writer.writeAside(session -> session.update(
                        "update api_key set used_us = ? where id = ?", ExecutionRows.micros(at), id.value()))
                .thenAccept(_ -> {});
    }

    private static long count(Session session, String sql, Object... values) throws SQLException {
        return session.query(sql, row -> row.getLong(1), values).getFirst();
    }
}
