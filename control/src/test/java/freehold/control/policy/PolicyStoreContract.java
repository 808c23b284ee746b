package freehold.control.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.policy.PolicyStore.Version;
import freehold.control.record.RecordUnavailable;
import freehold.policy.PolicyIdentity;
import freehold.policy.PolicyName;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of policies does, wherever it keeps them. */
public abstract class PolicyStoreContract {
    private static final PolicyName EXAM = new PolicyName("exam");
    private static final TenantId ANN = new TenantId("ann");
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    /** The store under test; closed by its owner. */
    protected abstract PolicyStore store();

    private static Version version(PolicyName name, String document, Instant at) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        return new Version(new PolicyIdentity(name, Digest.of(bytes)), bytes, at);
    }

    private static List<Digest> digests(List<Version> versions) {
        return versions.stream().map(each -> each.identity().digest()).toList();
    }

    @Test
    void the_newest_version_is_the_one_that_was_put_last_also_if_it_is_an_old_one() {
        Version first = version(EXAM, "{}", NOON);
        Version second = version(EXAM, "{\"concurrency\":1}", NOON.plusSeconds(1));
        store().put(first);
        store().put(second);

        store().put(version(EXAM, "{}", NOON.plusSeconds(2)));

        assertThat(digests(store().newest())).containsExactly(first.identity().digest());
        assertThat(digests(store().versions(EXAM)))
                .containsExactly(first.identity().digest(), second.identity().digest());
    }

    @Test
    void a_version_is_given_back_as_it_was_put_also_when_its_name_is_gone() {
        Version version = version(EXAM, "{\"description\":\"ü\"}", NOON);
        store().put(version);

        boolean removed = store().remove(EXAM);

        Version found = store().version(EXAM, version.identity().digest()).orElseThrow();
        assertThat(removed).isTrue();
        assertThat(found.document()).isEqualTo(version.document());
        assertThat(found.putAt()).isEqualTo(NOON);
        assertThat(store().newest()).isEmpty();
        assertThat(store().remove(EXAM)).isFalse();
    }

    @Test
    void a_tenant_has_the_policy_that_it_was_given_last() {
        store().put(version(EXAM, "{}", NOON));
        store().put(version(new PolicyName("open"), "{}", NOON));
        store().assign(ANN, EXAM);

        store().assign(ANN, new PolicyName("open"));

        assertThat(store().assignments()).isEqualTo(Map.of(ANN, new PolicyName("open")));
        store().unassign(ANN);
        assertThat(store().assignments()).isEmpty();
    }

    @Test
    void there_is_one_standard_or_none() {
        store().put(version(EXAM, "{}", NOON));
        assertThat(store().standard()).isEmpty();

        store().standard(Optional.of(EXAM));
        store().standard(Optional.of(EXAM));

        assertThat(store().standard()).contains(EXAM);
        store().standard(Optional.empty());
        assertThat(store().standard()).isEmpty();
    }

    @Test
    void a_policy_that_is_not_there_cannot_be_given_to_anybody_and_one_that_is_given_cannot_go() {
        assertThatThrownBy(() -> store().assign(ANN, EXAM)).isInstanceOf(RecordUnavailable.class);
        store().put(version(EXAM, "{}", NOON));
        store().assign(ANN, EXAM);

        assertThatThrownBy(() -> store().remove(EXAM)).isInstanceOf(RecordUnavailable.class);
        assertThat(store().assignments()).containsEntry(ANN, EXAM);
    }
}
