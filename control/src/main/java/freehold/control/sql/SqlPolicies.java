package freehold.control.sql;

import freehold.control.ledger.Signer;
import freehold.control.policy.PolicyStore;
import freehold.control.record.RecordUnavailable;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.policy.PolicyIdentity;
import freehold.policy.PolicyName;
import freehold.policy.Use;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Policies in the file of the record, by its one writer: an end and what it used are stored in one step. */
final class SqlPolicies implements PolicyStore {
    private static final String VERSION = "select v.name, v.digest, v.document, v.put_us from policy_version v ";

    private final GroupWriter writer;
    private final ReaderPool readers;
    private final Signer signer;
    private final InstantSource clock;
    private final Optional<Line> line;

    /** What a change appends. */
    private record Line(Chain chain, Act act) {}

    SqlPolicies(GroupWriter writer, ReaderPool readers, Signer signer, InstantSource clock) {
        this(writer, readers, signer, clock, Optional.empty());
    }

    private SqlPolicies(
            GroupWriter writer, ReaderPool readers, Signer signer, InstantSource clock, Optional<Line> line) {
        this.writer = writer;
        this.readers = readers;
        this.signer = signer;
        this.clock = clock;
        this.line = line;
    }

    @Override
    public PolicyStore telling(TenantId chain, Act act) {
        return new SqlPolicies(writer, readers, signer, clock, Optional.of(new Line(Chain.of(chain), act)));
    }

    @Override
    public void put(Version version) {
        String name = version.identity().name().value();
        String digest = version.identity().digest().hex();
        write(session -> {
            session.update(
                    "insert into policy_version values (?, ?, ?, ?) "
                            + "on conflict (name, digest) do update set put_us = excluded.put_us",
                    name,
                    digest,
                    version.document(),
                    ExecutionRows.micros(version.putAt()));
            return session.update(
                    "insert into policy values (?, ?) on conflict (name) do update set digest = excluded.digest",
                    name,
                    digest);
        });
    }

    @Override
    public boolean remove(PolicyName name) {
        return write(session -> session.update("delete from policy where name = ?", name.value())) == 1;
    }

    @Override
    public List<Version> newest() {
        return readers.read(session -> session.query(
                VERSION + "join policy p on p.name = v.name and p.digest = v.digest order by v.name",
                SqlPolicies::version));
    }

    @Override
    public List<Version> versions(PolicyName name) {
        return readers.read(session -> session.query(
                VERSION + "where v.name = ? order by v.put_us desc, v.digest", SqlPolicies::version, name.value()));
    }

    @Override
    public Optional<Version> version(PolicyName name, Digest digest) {
        return readers.read(
                session -> session
                        .query(
                                VERSION + "where v.name = ? and v.digest = ?",
                                SqlPolicies::version,
                                name.value(),
                                digest.hex())
                        .stream()
                        .findFirst());
    }

    private static Version version(ResultSet row) throws SQLException {
        return new Version(
                new PolicyIdentity(new PolicyName(row.getString(1)), new Digest(row.getString(2))),
                row.getBytes(3),
                Instant.EPOCH.plus(row.getLong(4), ChronoUnit.MICROS));
    }

    @Override
    public void assign(TenantId tenant, PolicyName name) {
        write(session -> session.update(
                "insert into policy_assignment values (?, ?) on conflict (tenant) do update set policy = excluded.policy",
                tenant.value(),
                name.value()));
    }

    @Override
    public void unassign(TenantId tenant) {
        write(session -> session.update("delete from policy_assignment where tenant = ?", tenant.value()));
    }

    @Override
    public Map<TenantId, PolicyName> assignments() {
        return readers.read(session -> {
            Map<TenantId, PolicyName> all = new HashMap<>();
            session.query(
                    "select tenant, policy from policy_assignment",
                    row -> all.put(new TenantId(row.getString(1)), new PolicyName(row.getString(2))));
            return all;
        });
    }

    @Override
    public void standard(Optional<PolicyName> name) {
        write(session -> {
            int changed = session.update("delete from policy_standard");
            if (name.isPresent()) {
                changed += session.update(
                        "insert into policy_standard values ('server', ?)",
                        name.get().value());
            }
            return changed;
        });
    }

    @Override
    public Optional<PolicyName> standard() {
        return readers.read(session ->
                session.query("select policy from policy_standard", row -> new PolicyName(row.getString(1))).stream()
                        .findFirst());
    }

    @Override
    public Map<TenantId, Map<LocalDate, Use>> usedSince(LocalDate day) {
        return readers.read(session -> UseRows.since(session, day));
    }

    /** A change, and the line if it changed any row. */
    private int write(GroupWriter.Change<Integer> change) {
        return RecordUnavailable.joined(line.map(
                        each -> writer.write(Set.of(each.chain()), session -> told(session, change, each)))
                .orElseGet(() -> writer.write(change)));
    }

    private int told(Session session, GroupWriter.Change<Integer> change, Line line) throws SQLException {
        int changed = change.make(session);
        if (changed > 0) {
            Position _ = LedgerRows.minute(session, line.chain(), line.act(), signer.current(), clock.instant());
        }
        return changed;
    }
}
