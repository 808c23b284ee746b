package freehold.control.vault;

final class MemoryTenantKeysTest extends TenantKeysContract {
    private final TenantKeys keys = new MemoryTenantKeys();

    @Override
    protected TenantKeys keys() {
        return keys;
    }
}
