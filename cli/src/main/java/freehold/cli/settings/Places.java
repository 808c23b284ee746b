package freehold.cli.settings;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.privilege.ThisProcess;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where Freehold keeps things.
 *
 * @param data what lasts: records, blobs, caches of builds
 * @param host what root found out about this host's toolchains; owned by root, as the cell daemon demands
 * @param runtimes packs and lockfiles of the operator's own, beside those that come with Freehold; root's alone, for what they name is
 *     executed as root
 * @param runtime what lives as long as a process: sockets and configurations of daemons
 */
public record Places(Path data, Path host, Path runtimes, Path runtime) {
    private static final Path HOST = Path.of("/var/lib/freehold/host");
    private static final Path RUNTIMES = Path.of("/var/lib/freehold/runtimes");
    private static final Path RUNTIME = Path.of("/run/freehold");

    /** The places of whoever runs this. */
    public static Places ofThisUser() {
        return of(System.getenv(), System.getProperty("user.home", "/"), isRoot());
    }

    static Places of(Map<String, String> environment, String home, boolean root) {
        Path data = Optional.ofNullable(environment.get("FREEHOLD_DATA"))
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .orElseGet(() -> root ? Path.of("/var/lib/freehold/data") : userData(environment, home));
        return new Places(data, host(environment), RUNTIMES, RUNTIME);
    }

    /** The cell daemon mounts what is there, so the path must mean one folder from wherever this was called. */
    private static Path host(Map<String, String> environment) {
        String path = environment.getOrDefault("FREEHOLD_HOST", "");
        if (path.isEmpty()) {
            return HOST;
        }
        if (!path.startsWith("/")) {
            throw new Declined(ExitStatus.USAGE, "FREEHOLD_HOST takes an absolute path, not '" + path + "'");
        }
        return Path.of(path).normalize();
    }

    private static Path userData(Map<String, String> environment, String home) {
        String base = environment.getOrDefault("XDG_DATA_HOME", "");
        return (base.startsWith("/") ? Path.of(base) : Path.of(home, ".local/share")).resolve("freehold");
    }

    /** Whether this process is root. */
    public static boolean isRoot() {
        return ThisProcess.effectiveUser() == 0;
    }
}
