package freehold.control.vault;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every store of wrapped keys does. */
public abstract class TenantKeysContract {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BEN = new TenantId("ben");
    private static final Instant NOW = Instant.parse("2027-01-12T10:00:00Z");

    protected abstract TenantKeys keys();

    private static WrappedKey key(TenantId tenant, int version, String master) {
        byte[] wrapped = (tenant + " " + version + " " + master).getBytes(StandardCharsets.UTF_8);
        return new WrappedKey(tenant, version, master, wrapped, NOW);
    }

    @Test
    void versions_come_back_as_they_were_stored_oldest_first() {
        keys().add(key(ANN, 2, "m"));
        keys().add(key(ANN, 1, "m"));
        keys().add(key(BEN, 1, "m"));

        assertThat(keys().of(ANN)).extracting(WrappedKey::version).containsExactly(1, 2);
        assertThat(keys().of(ANN).getFirst()).usingRecursiveComparison().isEqualTo(key(ANN, 1, "m"));
    }

    @Test
    void of_two_that_store_the_same_version_the_first_one_stays() {
        boolean first = keys().add(key(ANN, 1, "m"));
        boolean second = keys().add(key(ANN, 1, "n"));

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(keys().of(ANN)).extracting(WrappedKey::master).containsExactly("m");
    }

    @Test
    void a_key_is_wrapped_again_only_if_it_still_is_as_it_was_read() {
        keys().add(key(ANN, 1, "m"));

        assertThat(keys().rewrap("other", key(ANN, 1, "n"))).isFalse();
        assertThat(keys().rewrap("m", key(ANN, 1, "n"))).isTrue();
        assertThat(keys().rewrap("m", key(BEN, 1, "n"))).isFalse();
        assertThat(keys().masters()).containsExactly("n");
    }

    @Test
    void those_under_other_master_keys_are_found() {
        keys().add(key(ANN, 1, "m"));
        keys().add(key(ANN, 2, "n"));
        keys().add(key(BEN, 1, "m"));

        assertThat(keys().notUnder("n", 10))
                .hasSize(2)
                .allMatch(each -> each.master().equals("m"));
        assertThat(keys().notUnder("n", 1)).hasSize(1);
        assertThat(keys().masters()).containsExactlyInAnyOrder("m", "n");
    }

    @Test
    void what_is_destroyed_is_gone_and_others_stay() {
        keys().add(key(ANN, 1, "m"));
        keys().add(key(ANN, 2, "m"));
        keys().add(key(BEN, 1, "m"));

        keys().destroy(ANN);
        keys().destroy(ANN);

        assertThat(keys().of(ANN)).isEmpty();
        assertThat(keys().of(BEN)).hasSize(1);
    }
}
