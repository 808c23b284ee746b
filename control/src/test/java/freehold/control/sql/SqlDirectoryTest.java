package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.tenancy.Directory;
import freehold.control.tenancy.DirectoryContract;
import freehold.control.world.World;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlDirectoryTest extends DirectoryContract {
    @TempDir
    private Path folder;

    private SqlRecords records;

    @BeforeEach
    void open() {
        records = new SqlRecords(folder.resolve("freehold.db"), InstantSource.system(), () -> World.KEY, World.MASTER);
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Override
    protected Directory directory() {
        return records.directory();
    }

    @Test
    void no_column_could_hold_a_secret() {
        assertThat(Schema.text("0003.sql")).doesNotContain("secret text").contains("digest text not null");
    }
}
