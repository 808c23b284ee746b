package freehold.control.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.tenant.TenantId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TenantSharesTest {
    private static final TenantId PHYSICS = new TenantId("physics");
    private static final TenantId CHEMISTRY = new TenantId("chemistry");

    private final TenantShares shares = new TenantShares(5);

    @Test
    void one_tenant_has_half() throws InterruptedException {
        assertThat(shares.ofTenant()).isEqualTo(2);
        assertThat(shares.tryAcquire(PHYSICS, 2)).isTrue();
        assertThat(shares.tryAcquire(PHYSICS, 1)).isFalse();
        assertThat(shares.tryAcquire(PHYSICS, 1, Duration.ZERO)).isFalse();
        assertThat(shares.tryAcquire(CHEMISTRY, 2)).isTrue();
    }

    @Test
    void what_is_given_back_can_be_had_again() {
        assertThat(shares.tryAcquire(PHYSICS, 2)).isTrue();
        shares.release(PHYSICS, 2);
        assertThat(shares.tryAcquire(PHYSICS, 2)).isTrue();
    }

    @Test
    void who_finds_all_taken_by_others_keeps_nothing_of_the_own_share() throws InterruptedException {
        TenantShares two = new TenantShares(2);
        TenantId biology = new TenantId("biology");
        assertThat(two.tryAcquire(PHYSICS, 1)).isTrue();
        assertThat(two.tryAcquire(CHEMISTRY, 1)).isTrue();
        assertThat(two.tryAcquire(biology, 1)).isFalse();
        assertThat(two.tryAcquire(biology, 1, Duration.ZERO)).isFalse();

        two.release(PHYSICS, 1);

        assertThat(two.tryAcquire(biology, 1)).isTrue();
    }

    @Test
    void one_permit_is_not_shared() {
        assertThatThrownBy(() -> new TenantShares(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
