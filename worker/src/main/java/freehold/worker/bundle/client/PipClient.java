package freehold.worker.bundle.client;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockedPackage;
import freehold.wire.bundle.PackageKind;
import freehold.worker.bundle.store.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** PyPI packages, by {@code pip download}: wheels only, for a source distribution would run its own code. */
public final class PipClient implements PackageClient {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    /** The newest glibc of which wheels are taken: that of bookworm. Not every pip knows that an older one will do too. */
    private static final int GLIBC_MINOR = 36;

    @Override
    public void fetch(LockFile lock, List<LockedPackage> packages, Path directory) throws IOException {
        Path requirements = Files.createTempFile(directory.getParent(), "requirements", ".txt");
        try {
            // two places may want different versions, which pip would not take in one list
            for (LockedPackage each : packages) {
                Files.writeString(
                        requirements,
                        each.name() + "==" + each.version() + " --hash=sha256:"
                                + each.sha256().hex() + "\n");
                download(
                        lock.wants().python(),
                        directory,
                        List.of("--no-deps", "--require-hashes", "-r", requirements.toString()));
            }
        } finally {
            Files.deleteIfExists(requirements);
        }
    }

    @Override
    public List<Resolved> resolve(LockFile lock, Path directory) throws IOException {
        List<Resolved> resolved = new ArrayList<>();
        for (var place : lock.wants().pypi().entrySet()) {
            Path own = Files.createDirectory(directory.resolve("pypi-" + place.getKey()));
            download(lock.wants().python(), own, place.getValue());
            try (Stream<Path> wheels = Files.list(own)) {
                for (Path wheel : wheels.sorted().toList()) {
                    resolved.add(locked(wheel, place.getKey()));
                }
            }
        }
        return resolved;
    }

    /** A wheel's name is {@code name-version(-build)?-python-abi-platform.whl}. */
    private static Resolved locked(Path wheel, String place) throws IOException {
        String file = wheel.getFileName().toString();
        String[] parts = file.split("-");
        if (parts.length < 5 || !file.endsWith(".whl")) {
            throw new FetchFailed("pip left " + file + ", which is not a wheel");
        }
        LockedPackage locked = new LockedPackage(
                PackageKind.PYPI,
                parts[0],
                parts[1],
                file,
                new Bytes(Files.size(wheel)),
                PackageSizes.zip(wheel),
                new Digest(Hashing.hex(wheel)),
                "",
                place);
        return new Resolved(locked, Optional.of(wheel));
    }

    private static void download(String python, Path directory, List<String> wanted) throws IOException {
        List<String> argv = new ArrayList<>(List.of(
                "pip",
                "download",
                "--quiet",
                "--no-input",
                "--disable-pip-version-check",
                "--only-binary=:all:",
                "--implementation=cp",
                "--python-version=" + python,
                "--abi=cp" + python.replace(".", ""),
                "--abi=abi3",
                "--abi=none"));
        for (int minor = GLIBC_MINOR; minor >= 5; minor--) {
            argv.add("--platform=manylinux_2_" + minor + "_x86_64");
        }
        argv.addAll(List.of(
                "--platform=manylinux2014_x86_64",
                "--platform=manylinux2010_x86_64",
                "--platform=manylinux1_x86_64",
                "--platform=linux_x86_64",
                "--dest",
                directory.toString()));
        argv.addAll(wanted);
        Command.Output output = new Command(argv, directory, Map.of(), LIMIT).run();
        if (output.status() != 0) {
            throw new FetchFailed("pip could not fetch " + String.join(" ", wanted) + ": " + output.lastWords());
        }
    }
}
