package freehold.control.secret;

import freehold.secret.SecretName;
import freehold.tenant.TenantId;
import java.util.Optional;

/** Which secrets a tenant has. */
@FunctionalInterface
public interface SecretIndex {
    /** Where there are none. */
    SecretIndex NONE = (_, _, _) -> Optional.empty();

    /**
     * A version of a secret of this very tenant; the newest where none is named.
     *
     * @throws freehold.control.record.RecordUnavailable if it cannot be read
     */
    Optional<Kept> find(TenantId tenant, SecretName name, Optional<Integer> version);
}
