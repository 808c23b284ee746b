package freehold.control.dialect.librechat;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UploadsTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");
    private static final SessionFile FILE =
            new SessionFile("id", "name", Digest.of(new byte[0]), 0, Instant.parse("2026-11-27T00:00:00Z"));

    private final Uploads uploads = new Uploads();

    private static List<SessionFile> files(int count) {
        return Collections.nCopies(count, FILE);
    }

    @Test
    void many_files_make_room_for_one_another_and_not_for_those_of_other_tenants() {
        uploads.put(BOB, "his", files(1));
        for (int session = 0; session <= Uploads.FILES_OF_A_TENANT_MAX / 100; session++) {
            uploads.put(ANN, "session " + session, files(100));
        }

        assertThat(uploads.find(ANN, "session 0")).isEmpty();
        assertThat(uploads.find(ANN, "session 1")).hasSize(100);
        assertThat(uploads.find(BOB, "his")).hasSize(1);
    }

    @Test
    void who_uses_a_session_keeps_it() {
        uploads.put(ANN, "used", files(100));
        for (int session = 0; session < Uploads.FILES_OF_A_TENANT_MAX / 100; session++) {
            assertThat(uploads.find(ANN, "used")).hasSize(100);
            uploads.put(ANN, "session " + session, files(100));
        }

        assertThat(uploads.find(ANN, "used")).hasSize(100);
        assertThat(uploads.find(ANN, "session 0")).isEmpty();
    }
}
