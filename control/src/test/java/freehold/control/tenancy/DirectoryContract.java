package freehold.control.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.admission.Ids;
import freehold.control.tenancy.Directory.Entering;
import freehold.tenant.KeyId;
import freehold.tenant.Rate;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every directory does, wherever it keeps its tenants and keys. */
public abstract class DirectoryContract {
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    private Instant now = Instant.parse("2026-11-25T12:00:00.000123Z");
    private final Ids ids = new Ids(() -> now, new Random(7));

    /** The directory under test; empty, and closed by its owner. */
    protected abstract Directory directory();

    private Tenant tenant(String name) {
        now = now.plusMillis(1);
        return new Tenant(
                ids.tenant(), name, Tenant.State.ACTIVE, Optional.of(new Rate(600, Duration.ofSeconds(60))), now);
    }

    private Tenant entered(String name) {
        Tenant tenant = tenant(name);
        assertThat(directory().enter(tenant).join()).isEqualTo(Entering.DONE);
        return tenant;
    }

    private ApiKey key(TenantId tenant, Role role, Optional<Instant> expiresAt) {
        now = now.plusMillis(1);
        KeyId id = ids.key();
        return new ApiKey(
                id,
                tenant,
                "for tests, ü",
                role,
                Set.of(Right.READ),
                Optional.empty(),
                KeySecret.make(id, ids.random()).digest(),
                Optional.empty(),
                now,
                expiresAt,
                Optional.empty(),
                Optional.empty());
    }

    private ApiKey entered(Tenant tenant, Role role) {
        ApiKey key = key(tenant.id(), role, Optional.of(LATER));
        assertThat(directory().enter(key).join()).isEqualTo(Entering.DONE);
        return key;
    }

    @Test
    void a_tenant_is_found_by_its_id_and_its_name_as_it_was_entered() {
        Tenant ann = entered("ann");
        Tenant plain = tenant("plain").at(Optional.empty());
        directory().enter(plain).join();

        assertThat(directory().tenant(ann.id())).contains(ann);
        assertThat(directory().tenantNamed("ann")).contains(ann);
        assertThat(directory().tenantNamed("plain")).contains(plain);
        assertThat(directory().tenant(ids.tenant())).isEmpty();
        assertThat(directory().tenantNamed("bob")).isEmpty();
    }

    @Test
    void a_name_is_one_tenants_only() {
        entered("ann");
        Tenant bob = entered("bob");

        assertThat(directory().enter(tenant("ann")).join()).isEqualTo(Entering.TAKEN);
        assertThat(directory().change(bob.id(), each -> each.named("ann")).join())
                .isEqualTo(Entering.TAKEN);
        assertThat(directory().change(bob.id(), each -> each.named("bob")).join())
                .isEqualTo(Entering.DONE);
    }

    @Test
    void a_change_is_seen_when_it_is_confirmed() {
        Tenant ann = entered("ann");
        assertThat(directory().tenant(ann.id())).isPresent();

        directory()
                .change(ann.id(), each -> each.in(Tenant.State.SUSPENDED).at(Optional.empty()))
                .join();

        assertThat(directory().tenant(ann.id()))
                .contains(ann.in(Tenant.State.SUSPENDED).at(Optional.empty()));
        assertThat(directory().change(ids.tenant(), each -> each).join()).isEqualTo(Entering.ORPHANED);
    }

    @Test
    void a_tenant_is_confirmed_in_the_state_that_it_is_in_and_stays_as_it_is() {
        Tenant ann = entered("ann");

        assertThat(directory().confirm(ann.id(), Tenant.State.ACTIVE).join()).isTrue();
        assertThat(directory().confirm(ann.id(), Tenant.State.SUSPENDED).join()).isFalse();
        assertThat(directory().confirm(ids.tenant(), Tenant.State.ACTIVE).join())
                .isFalse();
        assertThat(directory().tenant(ann.id())).contains(ann);
    }

    @Test
    void tenants_are_listed_from_new_to_old_in_pages() {
        List<Tenant> all = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            all.addFirst(entered(name));
        }

        List<Tenant> first = directory().tenants(Optional.empty(), 2);
        List<Tenant> second = directory().tenants(Optional.of(first.getLast().id()), 2);

        assertThat(first).isEqualTo(all.subList(0, 2));
        assertThat(second).isEqualTo(all.subList(2, 3));
    }

    @Test
    void a_key_is_found_with_its_tenant() {
        Tenant ann = entered("ann");
        ApiKey key = entered(ann, Role.RUNNER);

        assertThat(directory().key(key.id())).contains(new Directory.Held(key, ann));
        assertThat(directory().key(ids.key())).isEmpty();
        assertThat(directory()
                        .enter(key(ids.tenant(), Role.RUNNER, Optional.empty()))
                        .join())
                .isEqualTo(Entering.ORPHANED);
    }

    @Test
    void keys_are_listed_from_new_to_old_in_pages_and_by_tenant() {
        Tenant ann = entered("ann");
        Tenant bob = entered("bob");
        ApiKey first = entered(ann, Role.RUNNER);
        ApiKey second = entered(bob, Role.AUDITOR);
        ApiKey third = entered(ann, Role.TENANT_ADMIN);

        assertThat(directory().keys(Optional.empty(), Optional.empty(), 9)).containsExactly(third, second, first);
        assertThat(directory().keys(Optional.of(ann.id()), Optional.empty(), 1)).containsExactly(third);
        assertThat(directory().keys(Optional.of(ann.id()), Optional.of(third.id()), 1))
                .containsExactly(first);
    }

    @Test
    void a_rotated_key_keeps_the_secret_it_had_for_as_long_as_was_said() {
        ApiKey key = entered(entered("ann"), Role.RUNNER);
        KeySecret fresh = KeySecret.make(key.id(), ids.random());
        assertThat(directory().key(key.id())).isPresent();

        assertThat(directory().rotate(key.id(), fresh.digest(), LATER).join()).isTrue();

        ApiKey rotated = directory().key(key.id()).orElseThrow().key();
        assertThat(rotated.digest()).isEqualTo(fresh.digest());
        assertThat(rotated.former()).contains(new ApiKey.Former(key.digest(), LATER));
        assertThat(directory().rotate(ids.key(), fresh.digest(), LATER).join()).isFalse();
    }

    @Test
    void a_revoked_key_is_revoked_once_and_is_not_rotated() {
        ApiKey key = entered(entered("ann"), Role.RUNNER);
        assertThat(directory().key(key.id())).isPresent();
        Instant first = now;

        assertThat(directory().revoke(key.id(), first).join()).isTrue();
        assertThat(directory().revoke(key.id(), first.plusSeconds(5)).join()).isTrue();

        assertThat(directory().key(key.id()).orElseThrow().key().revokedAt()).contains(first);
        assertThat(directory().rotate(key.id(), key.digest(), LATER).join()).isFalse();
        assertThat(directory().revoke(ids.key(), first).join()).isFalse();
    }

    @Test
    void a_deleted_tenant_takes_its_keys_along() {
        Tenant ann = entered("ann");
        ApiKey key = entered(ann, Role.RUNNER);
        assertThat(directory().key(key.id())).isPresent();

        assertThat(directory().delete(ann.id()).join()).isTrue();

        assertThat(directory().tenant(ann.id())).isEmpty();
        assertThat(directory().key(key.id())).isEmpty();
        assertThat(directory().delete(ann.id()).join()).isFalse();
    }

    @Test
    void it_knows_whether_there_are_keys_and_operators() {
        Tenant local = new Tenant(TenantId.LOCAL, "local", Tenant.State.ACTIVE, Optional.empty(), now);
        directory().enter(local).join();
        assertThat(directory().hasKeys()).isFalse();
        assertThat(directory().hasOperator(now)).isFalse();

        entered(local, Role.RUNNER);
        assertThat(directory().hasKeys()).isTrue();
        assertThat(directory().hasOperator(now)).isFalse();

        ApiKey operator = entered(local, Role.OPERATOR);
        assertThat(directory().hasOperator(now)).isTrue();
        assertThat(directory().hasOperator(LATER)).isFalse();
        directory().revoke(operator.id(), now).join();
        assertThat(directory().hasOperator(now)).isFalse();
        assertThat(directory().hasKeys()).isTrue();
    }

    @Test
    void the_last_use_is_noted() {
        ApiKey key = entered(entered("ann"), Role.RUNNER);

        directory().used(key.id(), now).join();

        assertThat(directory()
                        .keys(Optional.empty(), Optional.empty(), 1)
                        .getFirst()
                        .lastUsed())
                .contains(now);
    }
}
