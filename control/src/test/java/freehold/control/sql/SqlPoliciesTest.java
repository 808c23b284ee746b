package freehold.control.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.admission.Ceilings;
import freehold.control.cel.CelConditions;
import freehold.control.policy.Inspection;
import freehold.control.policy.Policies;
import freehold.control.policy.PolicyStore;
import freehold.control.policy.PolicyStore.Version;
import freehold.control.policy.PolicyStoreContract;
import freehold.control.record.RecordUnavailable;
import freehold.control.world.World;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.policy.PolicyIdentity;
import freehold.policy.PolicyName;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlPoliciesTest {
    private static final PolicyName EXAM = new PolicyName("exam");
    private static final PolicyName OTHER = new PolicyName("other");
    private static final TenantId ANN = new TenantId("ann");
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Act ACT =
            new Act(NOON, "key_ann", "policy.tested", "exam", Optional.empty(), Optional.empty(), Optional.empty());

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

    /** A database that takes everything but a line of the ledger, and after it everything again. */
    private void execute(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("freehold.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Version version(String document) {
        byte[] bytes = document.getBytes(UTF_8);
        return new Version(new PolicyIdentity(EXAM, Digest.of(bytes)), bytes, NOON);
    }

    @Test
    void no_policy_changes_where_the_ledger_takes_no_line() throws Exception {
        PolicyStore policies = records.policies();
        policies.put(version("{}"));
        policies.assign(ANN, EXAM);
        policies.standard(Optional.of(EXAM));
        policies.put(new Version(new PolicyIdentity(OTHER, Digest.of(new byte[0])), new byte[0], NOON));
        execute("create trigger full before insert on ledger begin select raise(abort, 'no room'); end");
        PolicyStore telling = policies.telling(TenantId.LOCAL, ACT);

        for (ThrowingCallable change : List.<ThrowingCallable>of(
                () -> telling.put(version("{\"concurrency\":1}")),
                () -> telling.assign(TenantId.LOCAL, EXAM),
                () -> telling.unassign(ANN),
                () -> telling.standard(Optional.empty()),
                () -> telling.remove(OTHER))) {
            assertThatThrownBy(change).isInstanceOf(RecordUnavailable.class);
        }

        assertThat(policies.newest()).extracting(each -> each.identity().name()).containsExactly(EXAM, OTHER);
        assertThat(policies.versions(EXAM)).hasSize(1);
        assertThat(policies.assignments()).isEqualTo(Map.of(ANN, EXAM));
        assertThat(policies.standard()).contains(EXAM);
        assertThat(lines()).isEmpty();
    }

    @Test
    void what_changes_a_policy_is_told_and_what_changes_nothing_is_not() {
        PolicyStore telling = records.policies().telling(TenantId.LOCAL, ACT);

        telling.unassign(ANN);
        telling.remove(EXAM);
        telling.put(version("{}"));
        telling.assign(ANN, EXAM);

        assertThat(lines()).hasSize(2).allSatisfy(line -> assertThat(line).contains("policy.tested", "key_ann"));
    }

    /** A server that would not start for what another version of it had accepted would be worse. */
    @Test
    void a_stored_policy_with_a_pattern_that_can_never_be_used_stays_in_force() {
        records.policies()
                .put(version("{\"conditions\":[{\"name\":\"a\",\"require\":\"request.runtime.matches('(')\","
                        + "\"message\":\"x\"}]}"));

        Policies policies = new Policies(
                records.policies(),
                new Inspection(new CelConditions(), Ceilings.SERVER.most()),
                InstantSource.system());

        assertThat(policies.find(EXAM)).isPresent();
    }

    private List<String> lines() {
        return records.ledger().read(Chain.of(TenantId.LOCAL), Position.FIRST, 10).stream()
                .map(line -> new String(line.envelope().payload(), UTF_8))
                .toList();
    }

    @Nested
    final class Contract extends PolicyStoreContract {
        @Override
        protected PolicyStore store() {
            return records.policies();
        }
    }
}
