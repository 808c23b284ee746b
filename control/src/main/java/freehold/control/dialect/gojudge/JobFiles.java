package freehold.control.dialect.gojudge;

import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The stored files that one job names. A name costs a few bytes, and renewing what it stands for perhaps a commit of a database: a content
 * that is named often is renewed once. Used by one thread.
 */
final class JobFiles {
    private final TenantId tenant;
    private final FileStore store;
    private final Map<Digest, Boolean> renewed = new HashMap<>();

    JobFiles(TenantId tenant, FileStore store) {
        this.tenant = tenant;
        this.store = store;
    }

    /** The file, if it is still kept; then for a while longer. */
    Optional<StoredFile> find(String id) {
        return store.used(tenant, id)
                .filter(file -> renewed.computeIfAbsent(file.digest(), digest -> store.renew(tenant, digest)));
    }

    Optional<byte[]> read(StoredFile file) {
        return store.read(tenant, file);
    }
}
