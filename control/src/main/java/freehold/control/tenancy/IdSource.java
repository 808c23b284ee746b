package freehold.control.tenancy;

import freehold.tenant.KeyId;
import freehold.tenant.TenantId;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Where ids of tenants and keys come from, with the time and the chance that they are made of. */
public interface IdSource {
    /** One that no tenant has had. */
    TenantId tenant();

    /** One that no key has had. */
    KeyId key();

    /** Unpredictable. */
    RandomGenerator random();

    InstantSource clock();
}
