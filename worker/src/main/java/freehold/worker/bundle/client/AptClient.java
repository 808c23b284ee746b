package freehold.worker.bundle.client;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockedPackage;
import freehold.wire.bundle.PackageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Debian packages, by apt with lists, cache and status of our own: the host's installed packages neither count nor change. The
 * hashes come from the signed package lists.
 */
public final class AptClient implements PackageClient {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    /**
     * Only packages that install, and their scripts, need these; no program in a cell does. They count as installed, so that neither
     * they nor what they need come along.
     */
    private static final List<String> OF_THE_INSTALLER = List.of(
            "adduser",
            "debconf",
            "dpkg",
            "init-system-helpers",
            "install-info",
            "lsb-base",
            "sensible-utils",
            "sysvinit-utils",
            "ucf");

    private final Path home;
    private final AptSources sources;
    /** Suites whose lists this client has made fresh; once is enough for as long as a command runs. */
    private final Set<String> fresh = ConcurrentHashMap.newKeySet();

    /**
     * @param home where lists are kept, one directory a suite; 30 MB each
     */
    public AptClient(Path home, AptSources sources) {
        this.home = home;
        this.sources = sources;
    }

    @Override
    public void fetch(LockFile lock, List<LockedPackage> packages, Path directory) throws IOException {
        Path suite = prepared(lock.suite());
        if (!isUpdated(suite)) {
            update(suite);
        }
        Command.Output output = download(suite, packages, directory);
        if (output.status() != 0 && !fresh.contains(lock.suite())) {
            // the lists may be older than the mirror
            update(suite);
            output = download(suite, packages, directory);
        }
        rename(packages, directory);
        if (output.status() != 0) {
            throw new FetchFailed("apt-get could not fetch from " + lock.suite() + ": " + output.lastWords());
        }
    }

    private Command.Output download(Path suite, List<LockedPackage> packages, Path directory) throws IOException {
        List<String> exact = packages.stream()
                .map(each -> each.name() + "=" + each.version())
                .toList();
        return apt(
                "apt-get",
                suite,
                directory,
                Stream.concat(Stream.of("download"), exact.stream()).toList());
    }

    /** apt writes the colon of an epoch as %3a. */
    private static void rename(List<LockedPackage> packages, Path directory) throws IOException {
        for (LockedPackage each : packages) {
            Path written = directory.resolve(each.file().replace(":", "%3a"));
            if (!written.getFileName().toString().equals(each.file()) && Files.exists(written)) {
                Files.move(written, directory.resolve(each.file()));
            }
        }
    }

    @Override
    public List<Resolved> resolve(LockFile lock, Path directory) throws IOException {
        if (lock.wants().debs().isEmpty()) {
            return List.of();
        }
        Path suite = prepared(lock.suite());
        if (!fresh.contains(lock.suite())) {
            update(suite);
        }
        List<String> install = Stream.concat(Stream.of("-s", "install"), lock.wants().debs().stream())
                .toList();
        Command.Output plan = apt("apt-get", suite, directory, install);
        if (plan.status() != 0) {
            throw new FetchFailed(lock.suite() + " does not have what is wanted: " + plan.lastWords());
        }
        List<String> exact = exactVersions(plan.stdout());
        Command.Output shown = apt(
                "apt-cache",
                suite,
                directory,
                Stream.concat(Stream.of("show"), exact.stream()).toList());
        if (shown.status() != 0) {
            throw new FetchFailed("apt-cache does not show what apt-get would install: " + shown.lastWords());
        }
        List<Resolved> resolved = new ArrayList<>();
        for (String stanza : shown.stdout().split("\\n\\n")) {
            if (!stanza.isBlank()) {
                resolved.add(new Resolved(locked(fields(stanza)), Optional.empty()));
            }
        }
        return resolved.stream().distinct().toList();
    }

    /** {@code Inst libc6 (2.36-9+deb12u14 Debian:12.15/oldstable [amd64])}, one line a package. */
    private static List<String> exactVersions(String plan) {
        return plan.lines()
                .filter(line -> line.startsWith("Inst "))
                .map(line -> line.split(" "))
                .map(words -> words[1] + "=" + words[2].substring(1))
                .toList();
    }

    private static LockedPackage locked(Map<String, String> fields) throws FetchFailed {
        try {
            String name = value(fields, "Package");
            String version = value(fields, "Version");
            return new LockedPackage(
                    PackageKind.DEB,
                    name,
                    version,
                    name + "_" + version + "_" + value(fields, "Architecture") + ".deb",
                    new Bytes(Long.parseLong(value(fields, "Size"))),
                    Bytes.kibi(Long.parseLong(fields.getOrDefault("Installed-Size", "0"))),
                    new Digest(value(fields, "SHA256")),
                    "",
                    "");
        } catch (IllegalArgumentException e) {
            throw new FetchFailed("apt shows a package that cannot be locked: " + e.getMessage());
        }
    }

    private static String value(Map<String, String> fields, String name) throws FetchFailed {
        String value = fields.get(name);
        if (value == null) {
            throw new FetchFailed("apt shows a package without " + name + ": " + fields.get("Package"));
        }
        return value;
    }

    private static Map<String, String> fields(String stanza) {
        Map<String, String> fields = new HashMap<>();
        stanza.lines().filter(line -> !line.startsWith(" ")).forEach(line -> {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                fields.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 2).strip());
            }
        });
        return fields;
    }

    private Path prepared(String suite) throws IOException {
        Path own = home.resolve(suite);
        Files.createDirectories(own.resolve("lists/partial"));
        Files.createDirectories(own.resolve("archives/partial"));
        Files.createDirectories(own.resolve("parts"));
        Files.writeString(own.resolve("status"), status());
        Files.write(own.resolve("sources.list"), sources.lines(suite));
        return own;
    }

    private static String status() {
        StringBuilder status = new StringBuilder();
        for (String each : OF_THE_INSTALLER) {
            status.append("Package: ").append(each).append('\n');
            status.append("Status: install ok installed\nArchitecture: all\nMulti-Arch: foreign\nVersion: 99\n\n");
        }
        return status.toString();
    }

    private static boolean isUpdated(Path suite) throws IOException {
        try (Stream<Path> lists = Files.list(suite.resolve("lists"))) {
            return lists.anyMatch(each -> each.toString().endsWith("_Packages"));
        }
    }

    private void update(Path suite) throws IOException {
        Command.Output output = apt("apt-get", suite, suite, List.of("update"));
        if (output.status() != 0) {
            throw new FetchFailed(
                    "apt-get could not update its lists of " + suite.getFileName() + ": " + output.lastWords());
        }
        fresh.add(String.valueOf(suite.getFileName()));
    }

    private Command.Output apt(String program, Path suite, Path directory, List<String> words) throws IOException {
        List<String> argv = new ArrayList<>(List.of(program));
        Map<String, String> options = new LinkedHashMap<>();
        options.put("Dir::State", suite.toString());
        options.put("Dir::State::lists", suite.resolve("lists").toString());
        options.put("Dir::State::status", suite.resolve("status").toString());
        options.put("Dir::Cache", suite.toString());
        options.put("Dir::Cache::archives", suite.resolve("archives").toString());
        options.put("Dir::Etc::sourcelist", suite.resolve("sources.list").toString());
        options.put("Dir::Etc::sourceparts", suite.resolve("parts").toString());
        options.put("Dir::Etc::preferences", "/dev/null");
        options.put("Dir::Etc::preferencesparts", suite.resolve("parts").toString());
        options.put("APT::Install-Recommends", "false");
        options.put("APT::Architectures", "amd64");
        options.put("APT::Sandbox::User", "root");
        options.put("Acquire::Languages", "none");
        options.put("Acquire::IndexTargets::deb::DEP-11::DefaultEnabled", "false");
        options.put("Acquire::Retries", "3");
        // without it an update that reached nobody ends as if it had
        options.put("APT::Update::Error-Mode", "any");
        options.forEach((name, value) -> argv.addAll(List.of("-o", name + "=" + value)));
        argv.addAll(List.of("-q", "-y"));
        if (program.equals("apt-cache")) {
            argv.remove("-y");
        }
        argv.addAll(words);
        return new Command(argv, directory, Map.of("LC_ALL", "C.UTF-8", "DEBIAN_FRONTEND", "noninteractive"), LIMIT)
                .run();
    }
}
