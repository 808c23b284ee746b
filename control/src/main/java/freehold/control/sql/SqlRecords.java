package freehold.control.sql;

import freehold.control.blob.BlobStore;
import freehold.control.callback.Deliveries;
import freehold.control.ledger.Ledger;
import freehold.control.ledger.Signer;
import freehold.control.policy.PolicyStore;
import freehold.control.record.Batch;
import freehold.control.record.Entry;
import freehold.control.record.Filter;
import freehold.control.record.IdempotencyKey;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.record.Tenures;
import freehold.control.secret.SecretStore;
import freehold.control.tenancy.Directory;
import freehold.control.usage.Usage;
import freehold.control.vault.MasterKeySource;
import freehold.control.vault.TenantVault;
import freehold.execution.BatchId;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.State;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** The record in a database: one SQLite file, or PostgreSQL. */
public final class SqlRecords implements Records {
    private static final Duration KEY_AGE_MAX = Duration.ofHours(24);
    private static final long PAGE_BYTES_MAX = 8 << 20;
    private static final int BATCH = 50;

    /** What the ends of a few executions may take; with less left, none is begun. */
    private static final long ROOM_LEAST = Bytes.mebi(64).count();

    /** With less left, no answer goes out before its record is stored. */
    private static final long ROOM_AMPLE = Bytes.gibi(1).count();

    private final LongSupplier room;
    private final InstantSource clock;
    private final Signer signer;
    private final Optional<String> control;
    private final GroupWriter writer;
    private final ReaderPool readers;
    private final ReaderPool keyReaders;
    private final TenantVault vault;

    /**
     * Opens the file, makes it if it is not there, and brings it to the newest version.
     *
     * @param signer of the ledger, which is stored with the record
     * @param masters of the vault, whose wrapped keys are stored with the record
     */
    public SqlRecords(Path file, InstantSource clock, Signer signer, MasterKeySource masters) {
        this(Engine.in(file), clock, signer, masters);
    }

    /**
     * The same.
     *
     * @param room tells what is free where the file is, in bytes
     */
    public SqlRecords(Path file, InstantSource clock, Signer signer, MasterKeySource masters, LongSupplier room) {
        this(Engine.in(file), clock, signer, masters, room, Optional.empty());
    }

    /** Opens a database of PostgreSQL that no other process uses, and brings it to the newest version. */
    public SqlRecords(PostgresAddress address, InstantSource clock, Signer signer, MasterKeySource masters) {
        this(new Postgres(address), clock, signer, masters);
    }

    /**
     * The same, as one of several controls, each of which signs with a key of its own.
     *
     * @param control of this one process, never used again
     */
    public SqlRecords(
            PostgresAddress address, InstantSource clock, Signer signer, MasterKeySource masters, String control) {
        this(new Postgres(address), clock, signer, masters, () -> Long.MAX_VALUE, Optional.of(control));
    }

    SqlRecords(Engine engine, InstantSource clock, Signer signer, MasterKeySource masters) {
        this(engine, clock, signer, masters, engine::room, Optional.empty());
    }

    SqlRecords(
            Engine engine,
            InstantSource clock,
            Signer signer,
            MasterKeySource masters,
            LongSupplier room,
            Optional<String> control) {
        this(engine, new GroupWriter(engine.openReady()), clock, signer, masters, room, control);
    }

    SqlRecords(
            Engine engine,
            GroupWriter writer,
            InstantSource clock,
            Signer signer,
            MasterKeySource masters,
            LongSupplier room,
            Optional<String> control) {
        this.room = room;
        this.clock = clock;
        this.signer = signer;
        this.control = control;
        this.writer = writer;
        this.readers = new ReaderPool(engine);
        this.keyReaders = new ReaderPool(engine, 1);
        this.vault = new TenantVault(masters, new SqlTenantKeys(writer, keyReaders), clock);
    }

    /**
     * What this control has of a record that it shares.
     *
     * @param lease how long it may be silent before others take over
     */
    public Tenures tenures(Duration lease) {
        return tenures(lease, System::nanoTime);
    }

    /**
     * The same.
     *
     * @param nanos the clock of this process, as {@link System#nanoTime}
     */
    public Tenures tenures(Duration lease, LongSupplier nanos) {
        return new SqlTenures(control.orElseThrow(), lease, writer, readers, vault, nanos);
    }

    /** How many controls have said within a lease that they live; a server that is alone with its record says nothing of the kind. */
    public int livingControls(Duration lease) {
        return readers.read(session -> session.query(
                        "select count(*) from control where seen_us >= "
                                + session.engine().nowMicros() + " - ?",
                        row -> row.getInt(1),
                        lease.toNanos() / 1_000)
                .getFirst());
    }

    /** What seals the content of the record, and whatever else is kept for tenants. */
    public TenantVault vault() {
        return vault;
    }

    /**
     * Seals some of what is stored from before there were keys.
     *
     * @param most at least 1
     * @return how many there were
     */
    public int sealPlain(int most) {
        return new Plain(writer, readers, vault).seal(most);
    }

    /** Content that is stored with the record. */
    public BlobStore blobs() {
        return new SqlBlobs(writer, readers, vault);
    }

    @Override
    public CompletableFuture<Boolean> save(Entry entry) {
        return sealing(entry)
                .thenCompose(ready -> writer.writeRepeatable(chains(entry), session -> keep(session, ready)));
    }

    @Override
    public CompletableFuture<Boolean> save(Entry entry, Act act) {
        Chain chain = Chain.of(entry.execution().tenant());
        return sealing(entry)
                .thenCompose(ready -> writer.write(Set.of(chain), session -> {
                    boolean isThere = keep(session, ready);
                    if (isThere) {
                        minute(session, chain, act);
                    }
                    return isThere;
                }));
    }

    private void minute(Session session, Chain chain, Act act) throws SQLException {
        Position _ = LedgerRows.minute(session, chain, act, signer.current(), clock.instant());
    }

    /** What cannot be sealed is not stored. */
    private CompletableFuture<SealedEntry> sealing(Entry entry) {
        try {
            return CompletableFuture.completedFuture(SealedEntry.of(entry, vault));
        } catch (RuntimeException notSealed) {
            return unsealed(notSealed);
        }
    }

    private static <T> CompletableFuture<T> unsealed(RuntimeException why) {
        return CompletableFuture.failedFuture(
                why instanceof RecordUnavailable ? why : new RecordUnavailable("Content could not be sealed", why));
    }

    /** The receipt within the transaction of the end: there is never one without the other. */
    private boolean keep(Session session, SealedEntry sealed) throws SQLException {
        boolean isThere = ExecutionRows.save(session, sealed, control);
        if (isThere && sealed.entry().execution().outcome().isPresent()) {
            LedgerRows.attest(session, sealed.entry(), signer.current(), clock.instant());
        }
        return isThere;
    }

    /** What the tenant has used and its chain, where an end is added to both. */
    private static Set<Chain> chains(Entry entry) {
        return entry.execution().outcome().isPresent()
                ? Set.of(Chain.of(entry.execution().tenant()))
                : Set.of();
    }

    @Override
    public CompletableFuture<KeyUse> save(Entry entry, IdempotencyKey key) {
        return sealing(entry)
                .thenCompose(ready -> writer.writeRepeatable(chains(entry), session -> {
                    session.ahead("delete from idempotency where created_us <= ?", ExecutionRows.micros(keysSince()));
                    Execution execution = entry.execution();
                    int kept = session.update(
                            "insert into idempotency values (?, ?, ?, ?, ?) on conflict do nothing",
                            execution.tenant().value(),
                            key.value(),
                            key.body().hex(),
                            execution.id().value(),
                            ExecutionRows.micros(clock.instant()));
                    if (kept == 1) {
                        keep(session, ready);
                        return new KeyUse(execution.id(), key.body());
                    }
                    return use(session, execution.tenant(), key).orElseThrow();
                }));
    }

    @Override
    public Optional<KeyUse> used(TenantId tenant, IdempotencyKey key) {
        return readers.read(session -> use(session, tenant, key));
    }

    private Optional<KeyUse> use(Session session, TenantId tenant, IdempotencyKey key) throws SQLException {
        return session
                .query(
                        "select execution, body from idempotency where tenant = ? and name = ? and created_us > ?",
                        row -> new KeyUse(new ExecutionId(row.getString(1)), new Digest(row.getString(2))),
                        tenant.value(),
                        key.value(),
                        ExecutionRows.micros(keysSince()))
                .stream()
                .findFirst();
    }

    @Override
    public CompletableFuture<BatchUse> save(Batch batch, List<Entry> entries, Optional<IdempotencyKey> key) {
        List<SealedEntry> sealed = new ArrayList<>();
        try {
            entries.forEach(each -> sealed.add(SealedEntry.of(each, vault)));
        } catch (RuntimeException notSealed) {
            return unsealed(notSealed);
        }
        return writer.writeRepeatable(
                Set.of(), session -> BatchRows.save(session, batch, sealed, key, keysSince(), control));
    }

    @Override
    public Optional<BatchUse> usedForBatch(TenantId tenant, IdempotencyKey key) {
        return readers.read(session -> BatchRows.used(session, tenant, key, keysSince()));
    }

    @Override
    public Optional<Batch> batch(TenantId tenant, BatchId id) {
        return readers.read(session -> BatchRows.find(session, tenant, id));
    }

    @Override
    public int unfinished(TenantId tenant, BatchId id) {
        return readers.read(session -> session.query(
                        "select count(*) from batch_item, execution where batch_item.batch = ? and execution.id = batch_item.execution "
                                + "and execution.tenant = ? and execution.state <> 'finished'",
                        row -> row.getInt(1),
                        id.value(),
                        tenant.value())
                .getFirst());
    }

    private Instant keysSince() {
        return clock.instant().minus(KEY_AGE_MAX);
    }

    @Override
    public CompletableFuture<Set<Digest>> erase(TenantId tenant, ExecutionId id) {
        return writer.erase(session -> RetentionRows.erase(session, tenant, id).orElse(Set.of()));
    }

    @Override
    public CompletableFuture<Optional<Set<Digest>>> erase(TenantId tenant, ExecutionId id, Act act) {
        Chain chain = Chain.of(tenant);
        return writer.erase(Set.of(chain), session -> {
            Optional<Set<Digest>> free = RetentionRows.erase(session, tenant, id);
            if (free.isPresent()) {
                minute(session, chain, act);
            }
            return free;
        });
    }

    @Override
    public Optional<Entry> find(TenantId tenant, ExecutionId id) {
        return readers.read(session -> session
                .query(
                        "select * from execution where id = ? and tenant = ?",
                        row -> ExecutionRows.entry(session, row, vault),
                        id.value(),
                        tenant.value())
                .stream()
                .findFirst());
    }

    @Override
    public Optional<Execution> withoutOutput(TenantId tenant, ExecutionId id) {
        return readers.read(session -> session
                .query(
                        "select " + ExecutionRows.FACTS + " from execution where id = ? and tenant = ?",
                        row -> ExecutionRows.withoutOutput(session, row),
                        id.value(),
                        tenant.value())
                .stream()
                .findFirst());
    }

    @Override
    public Optional<State> state(TenantId tenant, ExecutionId id) {
        return readers.read(session -> session
                .query(
                        "select state from execution where id = ? and tenant = ?",
                        row -> ExecutionRows.state(row.getString(1)),
                        id.value(),
                        tenant.value())
                .stream()
                .findFirst());
    }

    @Override
    public Page list(TenantId tenant, Filter filter, int most) {
        return readers.read(session -> {
            List<Execution> page = new ArrayList<>();
            long bytes = 0;
            for (String id : ids(session, tenant, filter, most + 1)) {
                if (page.size() == most || (bytes > PAGE_BYTES_MAX && !page.isEmpty())) {
                    return new Page(
                            List.copyOf(page), Optional.of(page.getLast().id()));
                }
                Execution execution = session.query(
                                "select * from execution where id = ?",
                                row -> ExecutionRows.execution(session, row, vault),
                                id)
                        .getFirst();
                bytes += execution.outputBytes();
                page.add(execution);
            }
            return new Page(List.copyOf(page), Optional.empty());
        });
    }

    private static List<String> ids(Session session, TenantId tenant, Filter filter, int most) throws SQLException {
        StringBuilder sql = new StringBuilder("select id from execution where tenant = ?");
        List<Object> values = new ArrayList<>(List.of(tenant.value()));
        filter.before().ifPresent(id -> condition(sql, values, "id < ?", id.value()));
        filter.state().ifPresent(state -> condition(sql, values, "state = ?", state.label()));
        filter.verdict().ifPresent(verdict -> condition(sql, values, "verdict = ?", verdict.label()));
        filter.runtime().ifPresent(runtime -> condition(sql, values, "runtime_name = ?", runtime));
        for (Map.Entry<String, String> label : filter.labels().entrySet()) {
            condition(
                    sql,
                    values,
                    "id in (select execution from label where name = ? and value = ?)",
                    label.getKey(),
                    label.getValue());
        }
        sql.append(" order by id desc limit ?");
        values.add(most);
        return session.query(sql.toString(), row -> row.getString(1), values.toArray());
    }

    private static void condition(StringBuilder sql, List<Object> values, String condition, Object... bound) {
        sql.append(" and ").append(condition);
        values.addAll(List.of(bound));
    }

    @Override
    public List<Entry> unfinished() {
        Openable openable = new Openable();
        return readers.read(session -> {
            List<Entry> left = new ArrayList<>();
            String after = "";
            List<String> ids;
            do {
                ids = session.query(
                        "select id from execution where state <> 'finished' and id > ? order by id limit ?",
                        row -> row.getString(1),
                        after,
                        BATCH);
                for (String id : ids) {
                    openable.read(id, () -> entry(session, id)).ifPresent(left::addAll);
                }
                after = ids.isEmpty() ? after : ids.getLast();
            } while (ids.size() == BATCH);
            return List.copyOf(left);
        });
    }

    private List<Entry> entry(Session session, String id) throws SQLException {
        return session.query(
                "select * from execution where id = ?", row -> ExecutionRows.entry(session, row, vault), id);
    }

    /** The tenants and keys that are stored with the record. */
    public Directory directory() {
        return new SqlDirectory(writer, readers, signer, clock);
    }

    /** The messages that are stored with the record. */
    public Deliveries deliveries() {
        return new SqlDeliveries(writer, readers, vault);
    }

    /** The secrets of tenants that are stored with the record, sealed by whoever stores them. */
    public SecretStore secrets() {
        return new SqlSecrets(writer, readers, signer, clock);
    }

    /** Policies that are stored with the record. */
    public PolicyStore policies() {
        return new SqlPolicies(writer, readers, signer, clock);
    }

    /** The sums that are stored with the record. */
    public Usage usage() {
        return new SqlUsage(readers);
    }

    /** The ledger that is stored with the record. */
    public Ledger ledger() {
        return new SqlLedger(writer, readers, signer, clock);
    }

    @Override
    public CompletableFuture<Erased> eraseOldest(Instant endedBefore, int most) {
        return writer.writeAside(session -> {
            BatchRows.forget(session, keysSince());
            return RetentionRows.eraseOldest(session, endedBefore, most);
        });
    }

    @Override
    public CompletableFuture<Erased> eraseOldest(TenantId tenant, Instant endedBefore, int most) {
        return writer.writeAside(session -> RetentionRows.eraseOldest(session, tenant, endedBefore, most));
    }

    @Override
    public Map<TenantId, Bytes> sizes() {
        return readers.read(RetentionRows::sizes);
    }

    @Override
    public CompletableFuture<Set<Digest>> forget(TenantId tenant, Set<Digest> digests) {
        return writer.erase(session -> RetentionRows.unused(session, tenant, digests));
    }

    @Override
    public List<Digest> used(TenantId tenant, Optional<Digest> after, int most) {
        return readers.read(session -> session.query(
                "select distinct digest from content_use where tenant = ? and digest > ? order by digest limit ?",
                row -> new Digest(row.getString(1)),
                tenant.value(),
                after.map(Digest::hex).orElse(""),
                most));
    }

    @Override
    public Set<Digest> unused(TenantId tenant, Set<Digest> digests) {
        return readers.read(session -> RetentionRows.unused(session, tenant, digests));
    }

    @Override
    public Bytes size() {
        return readers.read(session -> session.engine().size(session));
    }

    @Override
    public Optional<Bytes> free() {
        long bytes = room.getAsLong();
        return bytes == Long.MAX_VALUE ? Optional.empty() : Optional.of(new Bytes(bytes));
    }

    @Override
    public CompletableFuture<Boolean> giveBack() {
        return writer.afterCommit(session -> session.engine().giveBack(session));
    }

    @Override
    public boolean isWritable() {
        return writer.isWritable() && room.getAsLong() >= ROOM_LEAST;
    }

    @Override
    public boolean isSure() {
        return writer.isSure() && room.getAsLong() >= ROOM_AMPLE;
    }

    /** The writer last: whoever closes a database last leaves no log behind, and a reader could not. */
    @Override
    public void close() {
        readers.close();
        keyReaders.close();
        writer.close();
    }
}
