package freehold.control.sql;

import freehold.control.ledger.Audit;
import freehold.control.ledger.Signer;
import freehold.control.vault.MasterKey;
import freehold.control.vault.MasterKeySource;
import freehold.control.vault.MasterKeys;
import freehold.ledger.Chain;
import freehold.quantity.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.sqlite.SQLiteConfig;

/**
 * A database in memory that several controls of one process share, with a clock that whoever makes it turns, and that fails when it is
 * told to. All statements are the product's.
 */
public final class MemoryDatabase implements AutoCloseable {
    private static final MasterKeySource MASTER = MasterKeySource.of(new MasterKeys(List.of(MasterKey.make())));

    private final String address;
    private final LongSupplier micros;
    private final Session anchor; // while one is open it exists

    /**
     * An empty one.
     *
     * @param name that no other one has
     * @param micros the database's clock, since 1970
     */
    public MemoryDatabase(String name, LongSupplier micros) {
        this.address = "jdbc:sqlite:file:" + name + "?mode=memory&cache=shared";
        this.micros = micros;
        this.anchor = new Access(() -> false).openReady();
    }

    /**
     * The record as one of the controls has it.
     *
     * @param lane carries out each write, in their order
     * @param unreachable while true, nothing can be read or written from there
     */
    public SqlRecords records(
            InstantSource clock, Signer signer, String control, Executor lane, BooleanSupplier unreachable) {
        Access engine = new Access(unreachable);
        try {
            return new SqlRecords(
                    engine,
                    GroupWriter.on(lane, engine.openToWrite()),
                    clock,
                    signer,
                    MASTER,
                    () -> Long.MAX_VALUE,
                    Optional.of(control));
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The same without what keeps one control from writing what is another one's. */
    public SqlRecords unfenced(InstantSource clock, Signer signer, Executor lane) {
        Access engine = new Access(() -> false);
        try {
            return new SqlRecords(
                    engine,
                    GroupWriter.on(lane, engine.openToWrite()),
                    clock,
                    signer,
                    MASTER,
                    () -> Long.MAX_VALUE,
                    Optional.empty());
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The first column of what a query finds. */
    public List<String> column(String query) {
        try {
            return anchor.query(query, row -> row.getString(1));
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Changes rows as nobody in the product does. */
    public void change(String statement) {
        try {
            anchor.script(statement);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public void close() {
        try {
            anchor.close();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private final class Access implements Engine {
        private final Sqlite like = new Sqlite(new Database(java.nio.file.Path.of("/")));
        private final BooleanSupplier unreachable;

        Access(BooleanSupplier unreachable) {
            this.unreachable = unreachable;
        }

        private void reach() throws SQLException {
            if (unreachable.getAsBoolean()) {
                throw new SQLException("the simulation has the database away");
            }
        }

        @Override
        public Session openToWrite() throws SQLException {
            SQLiteConfig config = new SQLiteConfig();
            config.enforceForeignKeys(true);
            config.setTempStore(SQLiteConfig.TempStore.MEMORY);
            Connection connection = config.createConnection(address);
            return new Session(this, connection);
        }

        @Override
        public Session openToRead() throws SQLException {
            return openToWrite();
        }

        @Override
        public Session openEmpty() throws SQLException {
            return like.openEmpty();
        }

        @Override
        public String translated(String schema) {
            return like.translated(schema);
        }

        @Override
        public String storable(String text) {
            return like.storable(text);
        }

        @Override
        public boolean isCollision(SQLException failed) {
            return like.isCollision(failed);
        }

        @Override
        public void beginToWrite(Session session) throws SQLException {
            reach();
            like.beginToWrite(session);
        }

        @Override
        public void beginToRead(Session session) throws SQLException {
            reach();
            like.beginToRead(session);
        }

        @Override
        public String nowMicros() {
            return Long.toString(micros.getAsLong());
        }

        @Override
        public String lockingRows() {
            return like.lockingRows();
        }

        @Override
        public void lockChains(Session session, Set<Chain> chains) {
            like.lockChains(session, chains);
        }

        @Override
        public void lockSchema(Session session) {
            like.lockSchema(session);
        }

        @Override
        public int version(Session session) throws SQLException {
            return like.version(session);
        }

        @Override
        public void setVersion(Session session, int version) throws SQLException {
            like.setVersion(session, version);
        }

        @Override
        public List<String> definitions(Session session) throws SQLException {
            return like.definitions(session);
        }

        @Override
        public void auditTables(Session session, Audit audit) throws SQLException {
            like.auditTables(session, audit);
        }

        @Override
        public void probe(Session session) throws SQLException {
            like.probe(session);
        }

        @Override
        public boolean forgetErased(Session session) {
            return true; // memory has no log
        }

        @Override
        public Bytes size(Session session) throws SQLException {
            return like.size(session);
        }

        @Override
        public boolean giveBack(Session session) {
            return false;
        }

        @Override
        public void closing(Session session) {
            // memory has no log
        }

        @Override
        public long room() {
            return Long.MAX_VALUE;
        }
    }
}
