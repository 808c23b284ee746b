package freehold.worker.bundle;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockedPackage;
import freehold.wire.bundle.PackageKind;
import freehold.worker.bundle.client.FetchFailed;
import freehold.worker.bundle.client.PackageClient;
import freehold.worker.bundle.client.Resolved;
import freehold.worker.bundle.store.Hashing;
import freehold.worker.bundle.store.InputStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A package client whose packages lie in memory, and which can be cut off from the world. */
final class Shelf implements PackageClient {
    /** Names of all packages that were fetched, in order. */
    final List<String> fetched = new ArrayList<>();

    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final List<LockedPackage> packages = new ArrayList<>();
    private int left = Integer.MAX_VALUE;

    LockedPackage put(PackageKind kind, String name, byte[] content, Path work) throws IOException {
        Path file = Files.write(work.resolve("shelf-" + packages.size()), content);
        String simple = name.substring(name.indexOf(':') + 1).replaceAll("[@/]", "");
        LockedPackage locked = new LockedPackage(
                kind,
                name,
                "1",
                simple + "-1.bin",
                new Bytes(content.length),
                new Bytes(content.length),
                new Digest(Hashing.hex(file)),
                kind == PackageKind.NPM ? InputStore.integrity(file) : "",
                "place");
        Files.delete(file);
        contents.put(locked.file(), content);
        packages.add(locked);
        return locked;
    }

    /** From now on, as many packages can be fetched, and then none. */
    void cutAfter(int count) {
        left = count;
    }

    void replace(String file, byte[] content) {
        contents.put(file, content);
    }

    @Override
    public void fetch(LockFile lock, List<LockedPackage> wanted, Path directory) throws IOException {
        for (LockedPackage each : wanted) {
            if (left-- <= 0) {
                throw new FetchFailed("could not resolve the mirror");
            }
            fetched.add(each.name());
            Files.copy(new ByteArrayInputStream(contents.get(each.file())), directory.resolve(each.file()));
        }
    }

    @Override
    public List<Resolved> resolve(LockFile lock, Path directory) {
        return packages.stream()
                .map(each -> new Resolved(each, Optional.empty()))
                .toList();
    }
}
