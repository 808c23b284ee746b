package freehold.worker.bundle.client;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockedPackage;
import freehold.wire.bundle.PackageKind;
import freehold.worker.bundle.store.Hashing;
import freehold.worker.bundle.store.InputStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** npm packages, by {@code npm pack}: the published file as it is; no script of any package runs, no dependency comes along. */
public final class NpmClient implements PackageClient {
    private static final Duration LIMIT = Duration.ofMinutes(20);

    @Override
    public void fetch(LockFile lock, List<LockedPackage> packages, Path directory) throws IOException {
        pack(
                packages.stream()
                        .map(each -> each.name() + "@" + each.version())
                        .distinct()
                        .toList(),
                directory);
    }

    @Override
    public List<Resolved> resolve(LockFile lock, Path directory) throws IOException {
        List<Resolved> resolved = new ArrayList<>();
        for (var place : lock.wants().npm().entrySet()) {
            for (String want : place.getValue()) {
                Path own = Files.createDirectory(directory.resolve("npm-" + resolved.size()));
                pack(List.of(want), own);
                try (Stream<Path> left = Files.list(own)) {
                    Path file = left.findFirst().orElseThrow(() -> new FetchFailed("npm left no file for " + want));
                    resolved.add(locked(want, place.getKey(), file));
                }
            }
        }
        return resolved;
    }

    private static Resolved locked(String want, String place, Path file) throws IOException {
        String name = want.lastIndexOf('@') > 0 ? want.substring(0, want.lastIndexOf('@')) : want;
        String fileName = file.getFileName().toString();
        String stem = name.replace("@", "").replace('/', '-') + "-";
        if (!fileName.startsWith(stem) || !fileName.endsWith(".tgz")) {
            throw new FetchFailed("npm left " + fileName + " for " + want);
        }
        LockedPackage locked = new LockedPackage(
                PackageKind.NPM,
                name,
                fileName.substring(stem.length(), fileName.length() - ".tgz".length()),
                fileName,
                new Bytes(Files.size(file)),
                PackageSizes.gzip(file),
                new Digest(Hashing.hex(file)),
                InputStore.integrity(file),
                place);
        return new Resolved(locked, Optional.of(file));
    }

    private static void pack(List<String> names, Path directory) throws IOException {
        List<String> argv = new ArrayList<>(List.of(
                "npm",
                "pack",
                "--ignore-scripts",
                "--loglevel=error",
                "--pack-destination",
                directory.toString(),
                "--"));
        argv.addAll(names);
        Command.Output output = new Command(argv, directory, Map.of("NO_UPDATE_NOTIFIER", "1"), LIMIT).run();
        if (output.status() != 0) {
            throw new FetchFailed("npm could not fetch " + String.join(", ", names) + ": " + output.lastWords());
        }
    }
}
