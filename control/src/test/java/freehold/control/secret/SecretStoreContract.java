package freehold.control.secret;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.ledger.Act;
import freehold.secret.SecretName;
import freehold.secret.SecretVersion;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of secrets does, wherever it keeps them. */
public abstract class SecretStoreContract {
    private static final SecretName TOKEN = new SecretName("token");
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    /** The store under test; closed by its owner. */
    protected abstract SecretStore store();

    private SecretVersion put(TenantId tenant, SecretName name) {
        SecretVersion version = store().reserve(tenant, name).orElseThrow();
        store().add(tenant, kept(version), sealed(version), act("secret.put"));
        return version;
    }

    private static Act act(String action) {
        return new Act(NOON, "key_1", action, "token", Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Kept kept(SecretVersion version) {
        return new Kept(version, NOON.plusSeconds(version.number()), "key_1", 10 + version.number(), true);
    }

    private static byte[] sealed(SecretVersion version) {
        return new byte[] {1, 2, (byte) version.number()};
    }

    @Test
    void the_newest_version_is_found_and_the_ones_before_it_by_their_numbers() {
        SecretVersion first = put(ANN, TOKEN);
        SecretVersion second = put(ANN, TOKEN);

        assertThat(List.of(first.number(), second.number())).containsExactly(1, 2);
        assertThat(store().find(ANN, TOKEN, Optional.empty())).contains(kept(second));
        assertThat(store().find(ANN, TOKEN, Optional.of(1))).contains(kept(first));
        assertThat(store().find(ANN, TOKEN, Optional.of(3))).isEmpty();
        assertThat(store().sealed(ANN, first))
                .hasValueSatisfying(each -> assertThat(each).isEqualTo(sealed(first)));
        assertThat(store().list(ANN)).containsExactly(kept(second));
    }

    @Test
    void another_tenants_secrets_do_not_exist() {
        SecretVersion version = put(ANN, TOKEN);

        assertThat(store().find(BOB, TOKEN, Optional.empty())).isEmpty();
        assertThat(store().sealed(BOB, version)).isEmpty();
        assertThat(store().list(BOB)).isEmpty();
        assertThat(store().delete(BOB, TOKEN, act("secret.deleted"))).isFalse();
        assertThat(store().sealed(ANN, version)).isPresent();
    }

    @Test
    void a_name_that_was_deleted_goes_on_with_its_numbers() {
        SecretVersion first = put(ANN, TOKEN);

        boolean deleted = store().delete(ANN, TOKEN, act("secret.deleted"));

        assertThat(deleted).isTrue();
        assertThat(store().delete(ANN, TOKEN, act("secret.deleted"))).isFalse();
        assertThat(store().list(ANN)).isEmpty();
        assertThat(store().sealed(ANN, first)).isEmpty();
        assertThat(put(ANN, TOKEN).number()).isEqualTo(2);
    }

    @Test
    void old_versions_are_erased_and_as_many_kept_as_it_says() {
        for (int i = 0; i < SecretStore.VERSIONS_KEPT + 2; i++) {
            put(ANN, TOKEN);
        }

        assertThat(store().sealed(ANN, new SecretVersion(TOKEN, 2))).isEmpty();
        assertThat(store().sealed(ANN, new SecretVersion(TOKEN, 3))).isPresent();
        assertThat(store().list(ANN)).hasSize(1);
    }

    @Test
    void there_are_no_more_names_than_it_says_and_those_that_are_there_take_new_versions() {
        for (int i = 0; i < SecretStore.NAMES_MAX; i++) {
            assertThat(store().reserve(ANN, new SecretName("n" + i))).isPresent();
        }

        assertThat(store().reserve(ANN, TOKEN)).isEmpty();
        assertThat(store().reserve(ANN, new SecretName("n0"))).contains(new SecretVersion(new SecretName("n0"), 2));
        assertThat(store().reserve(BOB, TOKEN)).isPresent();
    }

    @Test
    void nothing_is_left_of_a_tenant_that_is_erased() {
        put(ANN, TOKEN);
        put(BOB, TOKEN);

        store().erase(ANN);

        assertThat(store().list(ANN)).isEmpty();
        assertThat(store().list(BOB)).hasSize(1);
        assertThat(store().reserve(ANN, TOKEN)).contains(new SecretVersion(TOKEN, 1));
    }
}
