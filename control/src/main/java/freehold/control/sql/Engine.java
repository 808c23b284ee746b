package freehold.control.sql;

import freehold.control.ledger.Audit;
import freehold.control.record.RecordUnavailable;
import freehold.ledger.Chain;
import freehold.quantity.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** A database system, as far as one differs from another. All statements beside these are of the subset that every one knows. */
interface Engine {
    /** A connection that may change everything. */
    Session openToWrite() throws SQLException;

    /** A connection that changes nothing. */
    Session openToRead() throws SQLException;

    /** One with no tables, which nobody else sees and which is gone when it is closed. */
    Session openEmpty() throws SQLException;

    /** A text of the schema in this one's words: placeholders such as <code>${bytes}</code> replaced. */
    String translated(String schema);

    /** A text as this one can hold it. */
    String storable(String text);

    /** Whether an answer takes a way over a network, so that statements are better sent together. */
    default boolean isFar() {
        return false;
    }

    /** Whether that is a rule of the tables that one statement would break, which tells nothing of the next one. */
    boolean isCollision(SQLException failed);

    /** Begins a transaction for writing. */
    void beginToWrite(Session session) throws SQLException;

    /** Begins a transaction that sees one state of everything. */
    void beginToRead(Session session) throws SQLException;

    /** This moment by the database's clock, as an expression: microseconds since 1970. */
    String nowMicros();

    /** Behind a query: keeps others from changing the rows that it finds until the transaction ends. */
    String lockingRows();

    /**
     * Keeps others from appending to these chains, and from adding to what their tenants have used, until the transaction ends. Called
     * before anything else of it, or two could wait for each other; for the server's own chain alone also later, for that is the last.
     */
    void lockChains(Session session, Set<Chain> chains) throws SQLException;

    /** Keeps others from bringing the schema to another version until the transaction ends. */
    void lockSchema(Session session) throws SQLException;

    /** How many files of the schema it has; 0 when it is new. */
    int version(Session session) throws SQLException;

    void setVersion(Session session, int version) throws SQLException;

    /** A line for everything that is defined, in an order of its own. */
    List<String> definitions(Session session) throws SQLException;

    /** Tells of tables that are not as they were made, where this one lets that happen. */
    void auditTables(Session session, Audit audit) throws SQLException;

    /** Writes something that changes nothing, to learn whether a write succeeds. */
    void probe(Session session) throws SQLException;

    /** Makes what was erased unreadable, outside of any transaction. False, soon, while others read a state in which it is there. */
    boolean forgetErased(Session session) throws SQLException;

    /** What everything takes but the ledger, which erasing does not make smaller, and without room that is free. */
    Bytes size(Session session) throws SQLException;

    /** Gives a part of the free room back, outside of any transaction and before {@link #forgetErased}; true while there is more. */
    boolean giveBack(Session session) throws SQLException;

    /** Before the last connection is closed. */
    void closing(Session session) throws SQLException;

    /** What is free where it is kept, in bytes, as far as this process can know. */
    long room();

    /** Opens it, and brings it to the newest version. */
    default Session openReady() {
        try {
            Session session = openToWrite();
            try (Session empty = openEmpty()) {
                Schema.bring(session);
                Schema.require(session, empty);
            } catch (SQLException wrong) {
                session.close();
                throw wrong;
            }
            return session;
        } catch (SQLException unusable) {
            throw new RecordUnavailable("The database " + this + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    /** The database in a file, which is made if it is not there. */
    static Engine in(Path file) {
        try {
            return new Sqlite(Database.at(file));
        } catch (IOException unusable) {
            throw new RecordUnavailable("The database " + file + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }
}
