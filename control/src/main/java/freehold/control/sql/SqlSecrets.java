package freehold.control.sql;

import freehold.control.ledger.Signer;
import freehold.control.record.RecordUnavailable;
import freehold.control.secret.Kept;
import freehold.control.secret.SecretStore;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.secret.SecretName;
import freehold.secret.SecretVersion;
import freehold.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sealed values of secrets in the database of the record. */
final class SqlSecrets implements SecretStore {
    private static final String KEPT =
            "select name, version, size_bytes, is_text, put_us, put_by from tenant_secret_version v ";

    private final GroupWriter writer;
    private final ReaderPool readers;
    private final Signer signer;
    private final InstantSource clock;

    SqlSecrets(GroupWriter writer, ReaderPool readers, Signer signer, InstantSource clock) {
        this.writer = writer;
        this.readers = readers;
        this.signer = signer;
        this.clock = clock;
    }

    @Override
    public Optional<SecretVersion> reserve(TenantId tenant, SecretName name) {
        return write(session -> {
            boolean known = !session.query(
                            "select 1 from tenant_secret where tenant = ? and name = ?",
                            row -> row.getInt(1),
                            tenant.value(),
                            name.value())
                    .isEmpty();
            int names = session.query(
                            "select count(*) from tenant_secret where tenant = ?", row -> row.getInt(1), tenant.value())
                    .getFirst();
            if (!known && names >= NAMES_MAX) {
                return Optional.empty();
            }
            session.update(
                    "insert into tenant_secret values (?, ?, 1) on conflict (tenant, name) "
                            + "do update set last_version = tenant_secret.last_version + 1",
                    tenant.value(),
                    name.value());
            return session
                    .query(
                            "select last_version from tenant_secret where tenant = ? and name = ?",
                            row -> new SecretVersion(name, row.getInt(1)),
                            tenant.value(),
                            name.value())
                    .stream()
                    .findFirst();
        });
    }

    @Override
    public void add(TenantId tenant, Kept kept, byte[] sealed, Act act) {
        SecretVersion version = kept.version();
        write(Set.of(Chain.of(tenant)), session -> {
            int added = session.update(
                    "insert into tenant_secret_version values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                    tenant.value(),
                    version.name().value(),
                    version.number(),
                    sealed,
                    kept.sizeBytes(),
                    kept.text() ? 1 : 0,
                    ExecutionRows.micros(kept.putAt()),
                    kept.putBy());
            if (added > 0) {
                minute(session, tenant, act);
            }
            return session.update(
                    "delete from tenant_secret_version where tenant = ? and name = ? and version <= ?",
                    tenant.value(),
                    version.name().value(),
                    version.number() - VERSIONS_KEPT);
        });
    }

    @Override
    public List<Kept> list(TenantId tenant) {
        return readers.read(session -> session.query(
                KEPT + "where tenant = ? and version = (select max(n.version) from tenant_secret_version n "
                        + "where n.tenant = v.tenant and n.name = v.name) order by name",
                SqlSecrets::kept,
                tenant.value()));
    }

    @Override
    public Optional<Kept> find(TenantId tenant, SecretName name, Optional<Integer> version) {
        return readers
                .read(session -> version.isPresent()
                        ? session.query(
                                KEPT + "where tenant = ? and name = ? and version = ?",
                                SqlSecrets::kept,
                                tenant.value(),
                                name.value(),
                                version.get())
                        : session.query(
                                KEPT + "where tenant = ? and name = ? order by version desc limit 1",
                                SqlSecrets::kept,
                                tenant.value(),
                                name.value()))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<byte[]> sealed(TenantId tenant, SecretVersion version) {
        return readers
                .read(session -> session.query(
                        "select sealed from tenant_secret_version where tenant = ? and name = ? and version = ?",
                        row -> row.getBytes(1),
                        tenant.value(),
                        version.name().value(),
                        version.number()))
                .stream()
                .findFirst();
    }

    @Override
    public boolean delete(TenantId tenant, SecretName name, Act act) {
        return write(Set.of(Chain.of(tenant)), session -> {
            int erased = session.update(
                    "delete from tenant_secret_version where tenant = ? and name = ?", tenant.value(), name.value());
            if (erased > 0) {
                minute(session, tenant, act);
            }
            return erased > 0;
        });
    }

    private void minute(Session session, TenantId tenant, Act act) throws SQLException {
        Position _ = LedgerRows.minute(session, Chain.of(tenant), act, signer.current(), clock.instant());
    }

    @Override
    public void erase(TenantId tenant) {
        write(session -> session.update("delete from tenant_secret_version where tenant = ?", tenant.value())
                + session.update("delete from tenant_secret where tenant = ?", tenant.value()));
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                new SecretVersion(new SecretName(row.getString(1)), row.getInt(2)),
                CallbackRows.instant(row.getLong(5)),
                row.getString(6),
                row.getInt(3),
                row.getInt(4) != 0);
    }

    private <T> T write(GroupWriter.Change<T> change) {
        return write(Set.of(), change);
    }

    private <T> T write(Set<Chain> chains, GroupWriter.Change<T> change) {
        return RecordUnavailable.joined(writer.write(chains, change));
    }
}
