package freehold.control.identity;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.sql.SqlRecords;
import freehold.control.tenancy.Directory;
import freehold.control.tenancy.DirectoryContract;
import freehold.control.world.World;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered is as good as what is read: the contract reads before each change, and must see it after. */
final class MemoryTest extends DirectoryContract {
    @TempDir
    private Path folder;

    private SqlRecords records;
    private Memory memory;

    @BeforeEach
    void open() {
        records = new SqlRecords(folder.resolve("freehold.db"), InstantSource.system(), () -> World.KEY, World.MASTER);
        memory = new Memory(records.directory());
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Override
    protected Directory directory() {
        return memory;
    }

    @Test
    void what_was_read_is_not_read_again_within_a_moment() {
        Tenant ann = new Tenant(
                new TenantId("ann"),
                "ann",
                Tenant.State.ACTIVE,
                Optional.empty(),
                Instant.parse("2026-11-25T12:00:00Z"));
        memory.enter(ann).join();
        assertThat(memory.tenant(ann.id())).contains(ann);

        records.directory().delete(ann.id()).join(); // as another process does

        assertThat(memory.tenant(ann.id())).contains(ann);
        assertThat(memory.tenantNamed("ann")).isEmpty();
    }
}
