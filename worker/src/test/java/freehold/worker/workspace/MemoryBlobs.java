package freehold.worker.workspace;

import freehold.execution.Content;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.link.Blobs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs in memory. */
public final class MemoryBlobs implements Blobs {
    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private volatile boolean failing;

    @Override
    public Content.Stored put(TenantId tenant, InputStream bytes) throws IOException {
        if (failing) {
            throw new IOException("storage is full");
        }
        byte[] all = bytes.readAllBytes();
        Digest digest = Digest.of(all);
        stored.put(tenant + " " + digest, all);
        return new Content.Stored(digest, all.length);
    }

    @Override
    public Optional<InputStream> open(TenantId tenant, Digest digest) {
        return Optional.ofNullable(stored.get(tenant + " " + digest)).map(ByteArrayInputStream::new);
    }

    @Override
    public void forget(TenantId tenant) {
        stored.keySet().removeIf(each -> each.startsWith(tenant + " "));
    }

    /** From now on nothing can be stored. */
    public void fail() {
        failing = true;
    }
}
