package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.admission.Ids;
import freehold.control.identity.Memory;
import freehold.control.record.RecordUnavailable;
import freehold.control.tenancy.Act;
import freehold.control.tenancy.Attempt;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Directory;
import freehold.control.tenancy.DirectoryContract;
import freehold.control.tenancy.Keys;
import freehold.control.tenancy.Right;
import freehold.control.tenancy.Role;
import freehold.control.tenancy.Tenants;
import freehold.control.world.World;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.tenant.KeyId;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

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

    @Test
    void no_tenant_and_no_key_changes_where_the_ledger_takes_no_line() throws Exception {
        Ids ids = new Ids(InstantSource.system(), new SecureRandom());
        List<Act> told = new ArrayList<>();
        List<TenantId> erased = new ArrayList<>();
        Directory directory = new Memory(records.directory());
        Tenants.Content content = tenant -> {
            erased.add(tenant);
            return Optional.empty();
        };
        Tenants tenants = new Tenants(directory, content, ids, told::add);
        Caller caller = new Caller(TenantId.LOCAL, Set.of(Right.values()));
        TenantId ann = ((Attempt.Done<Tenant>) tenants.create(caller, "ann", Optional.empty()))
                .value()
                .id();
        Attempt<Tenant> _ = tenants.suspend(caller, "ann");
        broken("create trigger full before insert on ledger begin select raise(abort, 'no room'); end");

        assertThatThrownBy(() -> tenants.create(caller, "bob", Optional.empty()))
                .rootCause()
                .hasMessageContaining("no room");
        assertThatThrownBy(() -> tenants.resume(caller, "ann")).rootCause().hasMessageContaining("no room");
        assertThatThrownBy(() -> tenants.delete(caller, "ann")).rootCause().hasMessageContaining("no room");

        assertThat(tenants.find("bob")).isEmpty();
        assertThat(tenants.find("ann")).map(Tenant::state).contains(Tenant.State.SUSPENDED);
        assertThat(erased).isEmpty();
        broken("drop trigger full");
        Attempt<TenantId> _ = tenants.delete(caller, "ann");
        assertThat(erased).containsExactly(ann);
        assertThat(told)
                .extracting(Act::kind)
                .containsExactly(Act.Kind.TENANT_CREATED, Act.Kind.TENANT_SUSPENDED, Act.Kind.TENANT_DELETED);
        assertThat(records.ledger().read(Chain.of(ann), Position.FIRST, 10))
                .extracting(line -> action(line.envelope().payload()))
                .containsExactly("tenant.created", "tenant.suspended", "tenant.deleting", "tenant.deleted");
    }

    @Test
    void whoever_changes_a_tenant_or_a_key_that_is_not_stored_hears_that_the_record_is_away() throws Exception {
        Ids ids = new Ids(InstantSource.system(), new SecureRandom());
        Tenants tenants = new Tenants(records.directory(), _ -> Optional.empty(), ids, _ -> {});
        Keys keys = new Keys(records.directory(), tenants, ids, _ -> {});
        Caller caller = new Caller(TenantId.LOCAL, Set.of(Right.values()));
        Keys.Wish wish = new Keys.Wish(
                Optional.empty(), "key", Role.OPERATOR, Optional.empty(), Optional.empty(), Optional.empty());
        KeyId key = ((Attempt.Done<Keys.Made>) keys.create(caller, wish))
                .value()
                .key()
                .id();
        Attempt<Tenant> _ = tenants.create(caller, "ann", Optional.empty());
        broken("create trigger full before insert on ledger begin select raise(abort, 'no room'); end");

        List<ThrowingCallable> changes = List.of(
                () -> tenants.create(caller, "bob", Optional.empty()),
                () -> tenants.suspend(caller, "ann"),
                () -> keys.create(caller, wish),
                () -> keys.rotate(caller, key, Duration.ofHours(1)),
                () -> keys.revoke(caller, key));

        assertThat(changes).allSatisfy(change -> assertThatThrownBy(change).isInstanceOf(RecordUnavailable.class));
    }

    @Test
    void a_tenant_that_another_server_resumed_meanwhile_is_not_deleted() {
        Ids ids = new Ids(InstantSource.system(), new SecureRandom());
        List<TenantId> erased = new ArrayList<>();
        Tenants.Content content = tenant -> {
            erased.add(tenant);
            return Optional.empty();
        };
        Tenants tenants = new Tenants(new Memory(records.directory()), content, ids, _ -> {});
        Caller caller = new Caller(TenantId.LOCAL, Set.of(Right.values()));
        TenantId ann = ((Attempt.Done<Tenant>) tenants.create(caller, "ann", Optional.empty()))
                .value()
                .id();
        Attempt<Tenant> _ = tenants.suspend(caller, ann.value());
        assertThat(tenants.find(ann.value())).isPresent(); // and remembered
        records.directory()
                .change(ann, tenant -> tenant.in(Tenant.State.ACTIVE))
                .join();

        Attempt<TenantId> attempt = tenants.delete(caller, ann.value());

        assertThat(attempt).isInstanceOf(Attempt.Declined.class);
        assertThat(erased).isEmpty();
        assertThat(tenants.find(ann.value())).map(Tenant::state).contains(Tenant.State.ACTIVE);
        assertThat(records.ledger().read(Chain.of(ann), Position.FIRST, 10))
                .extracting(line -> action(line.envelope().payload()))
                .containsExactly("tenant.created", "tenant.suspended");
    }

    private static String action(byte[] document) {
        return JsonMapper.shared().readTree(document).path("action").stringValue();
    }

    private void broken(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("freehold.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
