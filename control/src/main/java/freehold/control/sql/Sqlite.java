package freehold.control.sql;

import freehold.control.ledger.Audit;
import freehold.ledger.Chain;
import freehold.quantity.Bytes;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite: one file, one process, one writer. */
record Sqlite(Database database) implements Engine {
    private static final int PAGES_A_STEP = 512;

    private static final Set<SQLiteErrorCode> COLLISIONS = EnumSet.of(
            SQLiteErrorCode.SQLITE_CONSTRAINT_CHECK,
            SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY,
            SQLiteErrorCode.SQLITE_CONSTRAINT_NOTNULL,
            SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY,
            SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE);

    /** Most readers end sooner, and all that is to be written waits meanwhile. */
    private static final int READER_MILLIS_MAX = 10;

    @Override
    public Session openToWrite() throws SQLException {
        return database.open();
    }

    @Override
    public Session openToRead() throws SQLException {
        return database.openToRead();
    }

    @Override
    public Session openEmpty() throws SQLException {
        return Database.inMemory();
    }

    @Override
    public String translated(String schema) {
        return schema.replace("${bytes}", "blob").replace("${random_32_bytes}", "randomblob(32)");
    }

    @Override
    public String storable(String text) {
        return text;
    }

    @Override
    public boolean isCollision(SQLException failed) {
        return failed instanceof SQLiteException refused && COLLISIONS.contains(refused.getResultCode());
    }

    @Override
    public void beginToWrite(Session session) throws SQLException {
        session.script("begin immediate");
    }

    @Override
    public void beginToRead(Session session) throws SQLException {
        session.script("begin");
    }

    @Override
    public String nowMicros() {
        return "cast(unixepoch('subsec') * 1000000 as integer)";
    }

    @Override
    public String lockingRows() {
        return ""; // who writes is alone
    }

    @Override
    public void lockChains(Session session, Set<Chain> chains) {
        // who writes is alone
    }

    @Override
    public void lockSchema(Session session) {
        // who writes is alone
    }

    @Override
    public int version(Session session) throws SQLException {
        return session.query("pragma user_version", row -> row.getInt(1)).getFirst();
    }

    @Override
    public void setVersion(Session session, int version) throws SQLException {
        session.script("pragma user_version = " + version);
    }

    @Override
    public List<String> definitions(Session session) throws SQLException {
        return session.query(
                "select name, coalesce(sql, '') from sqlite_master order by name",
                row -> row.getString(1) + ": " + row.getString(2).replaceAll("\\s+", " "));
    }

    @Override
    public void auditTables(Session session, Audit audit) throws SQLException {
        TableAudit.run(session, audit);
    }

    @Override
    public void probe(Session session) throws SQLException {
        setVersion(session, version(session)); // changes nothing, and writes a page
    }

    /** Or the erased pages would stay readable in the log. */
    @Override
    public boolean forgetErased(Session session) throws SQLException {
        session.script("pragma busy_timeout = " + READER_MILLIS_MAX);
        try {
            return emptyLog(session);
        } finally {
            session.script("pragma busy_timeout = " + Database.BUSY_MILLIS_MAX);
        }
    }

    private static boolean emptyLog(Session session) throws SQLException {
        return session.query("pragma wal_checkpoint(truncate)", row -> row.getInt("busy") == 0)
                .getFirst();
    }

    @Override
    public Bytes size(Session session) throws SQLException {
        long used = pragma(session, "page_count") - pragma(session, "freelist_count");
        long ledger = LedgerRows.size(session).count();
        return new Bytes(Math.max(0, used * pragma(session, "page_size") - ledger));
    }

    /** Cuts free pages off the end of the file. */
    @Override
    public boolean giveBack(Session session) throws SQLException {
        session.script("pragma incremental_vacuum(" + PAGES_A_STEP + ")");
        return pragma(session, "freelist_count") > 0;
    }

    @Override
    public void closing(Session session) throws SQLException {
        boolean _ = emptyLog(session); // where others read beside it, the last of them takes it away
    }

    @Override
    public long room() {
        return database.file().toFile().getUsableSpace(); // statvfs(3) alone, where a FileStore would read all mounts
    }

    private static long pragma(Session session, String name) throws SQLException {
        return session.query("pragma " + name, row -> row.getLong(1)).getFirst();
    }

    @Override
    public String toString() {
        return database.file().toString();
    }
}
