package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.record.RecordsContract;
import freehold.execution.ExecutionId;
import freehold.tenant.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlRecordsTest extends RecordsContract {
    @TempDir
    private Path folder;

    private SqlRecords records;

    @BeforeEach
    void open() {
        records = new SqlRecords(folder.resolve("freehold.db"), clock());
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Override
    protected Records records() {
        return records;
    }

    @Test
    void the_file_is_closed_to_other_users() throws Exception {
        String permissions =
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("freehold.db")));

        assertThat(permissions).isEqualTo("rw-------");
    }

    @Test
    void a_database_of_a_newer_version_is_not_touched() throws Exception {
        Path file = folder.resolve("newer.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate("pragma user_version = 99");
        }

        assertThatThrownBy(() -> new SqlRecords(file, InstantSource.system()))
                .isInstanceOf(RecordUnavailable.class)
                .hasMessageContaining("newer Freehold");
    }

    @Test
    void a_write_after_the_end_is_not_confirmed() {
        records.close();

        assertThat(records.erase(TenantId.LOCAL, anId())).isCompletedExceptionally();
    }

    private static ExecutionId anId() {
        return new ExecutionId("exe_01m88b1zvjed7thtnnjh5vddt4");
    }
}
