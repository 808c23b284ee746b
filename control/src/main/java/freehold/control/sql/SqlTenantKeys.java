package freehold.control.sql;

import freehold.control.record.RecordUnavailable;
import freehold.control.vault.TenantKeys;
import freehold.control.vault.WrappedKey;
import freehold.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Wrapped keys in the database of the record, so that they are backed up, and erased, with what they seal. */
final class SqlTenantKeys implements TenantKeys {
    private final GroupWriter writer;
    private final ReaderPool readers;

    /** @param readers nobody else's: whoever reads content of the record waits for a key while it has a reader of its own */
    SqlTenantKeys(GroupWriter writer, ReaderPool readers) {
        this.writer = writer;
        this.readers = readers;
    }

    private static WrappedKey key(ResultSet row) throws SQLException {
        return new WrappedKey(
                new TenantId(row.getString("tenant")),
                row.getInt("version"),
                row.getString("master"),
                row.getBytes("wrapped"),
                CallbackRows.instant(row.getLong("since_us")));
    }

    @Override
    public List<WrappedKey> of(TenantId tenant) {
        return readers.read(session -> session.query(
                "select * from tenant_key where tenant = ? order by version", SqlTenantKeys::key, tenant.value()));
    }

    @Override
    public boolean add(WrappedKey key) {
        return joined(writer.write(session -> session.update(
                        "insert into tenant_key values (?, ?, ?, ?, ?) on conflict do nothing",
                        key.tenant().value(),
                        key.version(),
                        key.master(),
                        key.wrapped(),
                        ExecutionRows.micros(key.since()))
                == 1));
    }

    @Override
    public boolean rewrap(String before, WrappedKey key) {
        return joined(writer.write(session -> session.update(
                        "update tenant_key set master = ?, wrapped = ? where tenant = ? and version = ? and master = ?",
                        key.master(),
                        key.wrapped(),
                        key.tenant().value(),
                        key.version(),
                        before)
                == 1));
    }

    @Override
    public Set<String> masters() {
        return Set.copyOf(readers.read(
                session -> session.query("select distinct master from tenant_key", row -> row.getString(1))));
    }

    @Override
    public int countUnder(String master) {
        return readers.read(session -> session.query(
                        "select count(*) from tenant_key where master = ?", row -> row.getInt(1), master)
                .getFirst());
    }

    @Override
    public List<WrappedKey> notUnder(String master, int most) {
        return readers.read(session ->
                session.query("select * from tenant_key where master <> ? limit ?", SqlTenantKeys::key, master, most));
    }

    @Override
    public void destroy(TenantId tenant) {
        joined(writer.erase(session -> session.update("delete from tenant_key where tenant = ?", tenant.value())));
    }

    private <T> T joined(CompletableFuture<T> write) {
        if (writer.isThisThread()) {
            throw new IllegalStateException("the writer would wait for itself");
        }
        return RecordUnavailable.joined(write);
    }
}
