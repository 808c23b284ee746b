package freehold.worker.bundle.client;

import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockedPackage;
import freehold.wire.bundle.PackageKind;
import freehold.worker.bundle.store.InputStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes packages from a store that has them, and leaves to a client what it has not. The store is only read.
 *
 * @param otherwise who fetches the rest
 */
public record KeptPackages(InputStore store, PackageClient otherwise) implements PackageClient {
    /** All clients, each behind the same store. */
    public static Map<PackageKind, PackageClient> before(Map<PackageKind, PackageClient> clients, InputStore store) {
        return clients.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> new KeptPackages(store, each.getValue())));
    }

    @Override
    public void fetch(LockFile lock, List<LockedPackage> packages, Path directory) throws IOException {
        List<LockedPackage> rest = new ArrayList<>();
        for (LockedPackage each : packages) {
            Optional<Path> kept = store.find(each.sha256());
            if (kept.isPresent()) {
                Files.copy(kept.get(), directory.resolve(each.file()));
            } else {
                rest.add(each);
            }
        }
        if (!rest.isEmpty()) {
            otherwise.fetch(lock, rest, directory);
        }
    }

    @Override
    public List<Resolved> resolve(LockFile lock, Path directory) throws IOException {
        return otherwise.resolve(lock, directory);
    }
}
