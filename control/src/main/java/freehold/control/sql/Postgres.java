package freehold.control.sql;

import freehold.control.ledger.Audit;
import freehold.ledger.Chain;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * PostgreSQL, which many controls may use at one time. Its server must keep what it confirms: one that runs without fsync is refused,
 * and each connection asks for synchronous commits.
 */
record Postgres(PostgresAddress address) implements Engine {
    private static final String CONNECT_SECONDS_MAX = "5";
    private static final String ANSWER_SECONDS_MAX = "30";
    private static final String COLLISION = "23"; // the class of its codes for what a constraint refuses
    private static final int SCHEMA_LOCK = 0x46524548;
    private static final int LOCK_DIGITS = 16;
    private static final String LOCK_ALL =
            "select pg_advisory_xact_lock(number) from unnest(string_to_array(?, ',')::bigint[]) as number";

    /** The length of a value is known without reading it; a row of either table takes about a kilobyte besides. */
    private static final String CONTENT =
            "select coalesce((select sum(length(request) + length(journal) + 1024) from execution), 0)"
                    + " + coalesce((select sum(length(stdout) + length(stderr) + 1024) from step), 0)";

    @Override
    public Session openToWrite() throws SQLException {
        Session session = open("");
        if (session.query("show fsync", row -> row.getString(1)).contains("off")) {
            session.close();
            throw new SQLException("its server runs with fsync = off, and would lose what it confirmed");
        }
        session.script("set synchronous_commit = on");
        return session;
    }

    @Override
    public Session openToRead() throws SQLException {
        Session session = open("");
        session.script("set default_transaction_read_only = on");
        return session;
    }

    @Override
    public Session openEmpty() throws SQLException {
        byte[] name = new byte[8];
        new SecureRandom().nextBytes(name);
        String schema = "freehold_empty_" + HexFormat.of().formatHex(name);
        Session session = open("drop schema " + schema + " cascade");
        session.script("create schema " + schema);
        session.script("set search_path to " + schema);
        return session;
    }

    private Session open(String atEnd) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "freehold");
        properties.setProperty("connectTimeout", CONNECT_SECONDS_MAX);
        properties.setProperty("socketTimeout", ANSWER_SECONDS_MAX);
        properties.setProperty("tcpKeepAlive", "true");
        address.user().ifPresent(user -> properties.setProperty("user", user));
        address.password().ifPresent(password -> properties.setProperty("password", password));
        return new Session(this, DriverManager.getConnection(address.jdbc(), properties), atEnd);
    }

    @Override
    public String translated(String schema) {
        return schema.replace("${bytes}", "bytea")
                .replace(
                        "${random_32_bytes}",
                        "decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')");
    }

    /** It has no zero character: the one for what cannot be shown stands for it, when it is stored and when it is looked for. */
    @Override
    public String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd');
    }

    @Override
    public boolean isFar() {
        return true;
    }

    @Override
    public boolean isCollision(SQLException failed) {
        String state = failed.getSQLState();
        return state != null && state.startsWith(COLLISION);
    }

    @Override
    public void beginToWrite(Session session) throws SQLException {
        session.ahead("begin");
    }

    @Override
    public void beginToRead(Session session) throws SQLException {
        session.ahead("begin isolation level repeatable read");
    }

    @Override
    public String nowMicros() {
        return "(extract(epoch from clock_timestamp()) * 1000000)::bigint";
    }

    @Override
    public String lockingRows() {
        return " for update";
    }

    /** By a number from the name, for the row of a new chain is not there yet; in the order of the numbers, so that nobody waits in a ring. */
    @Override
    public void lockChains(Session session, Set<Chain> chains) throws SQLException {
        if (!chains.isEmpty()) {
            String numbers = chains.stream()
                    .mapToLong(Postgres::lockNumber)
                    .sorted()
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(","));
            session.ahead(LOCK_ALL, numbers);
        }
    }

    private static long lockNumber(Chain chain) {
        if (chain.equals(Chain.SERVER)) {
            return Long.MAX_VALUE;
        }
        String digest = Digest.of(chain.name().getBytes(StandardCharsets.UTF_8)).hex();
        return Long.parseUnsignedLong(digest.substring(0, LOCK_DIGITS), 16);
    }

    @Override
    public void lockSchema(Session session) throws SQLException {
        session.query("select pg_advisory_xact_lock(?)", row -> true, (long) SCHEMA_LOCK);
    }

    @Override
    public int version(Session session) throws SQLException {
        boolean isNew = session.query(
                        "select 1 from information_schema.tables where table_schema = current_schema() and table_name = 'version'",
                        row -> true)
                .isEmpty();
        return isNew
                ? 0
                : session.query("select files from version", row -> row.getInt(1))
                        .getFirst();
    }

    @Override
    public void setVersion(Session session, int version) throws SQLException {
        if (version(session) == 0) {
            session.script("create table version (files bigint not null)");
            session.script("insert into version values (0)");
        }
        session.update("update version set files = ?", version);
    }

    @Override
    public List<String> definitions(Session session) throws SQLException {
        List<String> columns = session.query(
                "select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable from information_schema.columns "
                        + "where table_schema = current_schema() order by 1",
                row -> row.getString(1));
        List<String> indexes = session.query(
                "select replace(indexdef, current_schema() || '.', '') from pg_indexes where schemaname = current_schema() order by 1",
                row -> row.getString(1));
        columns.addAll(indexes);
        return columns;
    }

    @Override
    public void auditTables(Session session, Audit audit) {
        // its server holds each column to its type, and tells of damaged pages itself
    }

    @Override
    public void probe(Session session) throws SQLException {
        session.update("update version set files = files");
    }

    @Override
    public boolean forgetErased(Session session) {
        return true; // its own vacuum does that in its own time; docs/operate/cluster.md says so
    }

    /** What lives. What its files take follows later, when its vacuum has come by. */
    @Override
    public Bytes size(Session session) throws SQLException {
        return new Bytes(session.query(CONTENT, row -> row.getLong(1)).getFirst());
    }

    /** What its vacuum has freed is used again, and not given back. */
    @Override
    public boolean giveBack(Session session) {
        return false;
    }

    @Override
    public void closing(Session session) {
        // nothing to leave in order
    }

    @Override
    public long room() {
        return Long.MAX_VALUE; // its server's, and its server refuses what does not fit
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
