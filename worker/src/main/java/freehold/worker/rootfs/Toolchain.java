package freehold.worker.rootfs;

import freehold.wire.pack.HostSource;
import freehold.wire.pack.PackFile;
import freehold.wire.pack.Place;
import freehold.wire.pack.VersionProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One executable that a pack found on this host.
 *
 * @param executable as it was found: an executable of /usr may look at the name by which it is called
 * @param real without symbolic links
 */
record Toolchain(PackFile file, Place place, Path executable, Path real) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern VERSION = Pattern.compile("[0-9][0-9A-Za-z.+-]{0,63}");

    /** The folder that holds all of it, without symbolic links, where the pack says that there is one. */
    Optional<Path> home() {
        return place.home().map(way -> real.resolveSibling(way).normalize());
    }

    CellPaths cellPaths() {
        return home().map(
                        home -> new CellPaths(home, Path.of("/opt", file.pack().name())))
                .orElseGet(CellPaths::new);
    }

    /** A toolchain was found by what its pack says of the host. */
    private HostSource source() {
        return file.host().orElseThrow();
    }

    /** Asks it. It has to be trusted before. */
    String version() throws ToolchainUnusable {
        VersionProbe probe = source().version();
        HostVariables variables = new HostVariables(Map.of("executable", executable.toString()));
        Map<String, String> env = Map.of("PATH", "/usr/bin:/bin", "HOME", "/nonexistent", "LANG", "C.UTF-8");
        String output = HostCommand.run(variables.fill(probe.argv()), env, Path.of("/"), PATIENCE)
                .output();
        Matcher matcher = probe.pattern().matcher(output);
        if (!matcher.find() || !VERSION.matcher(matcher.group(1)).matches()) {
            throw new ToolchainUnusable(executable + " does not tell its version: "
                    + output.lines().findFirst().orElse("no output"));
        }
        return matcher.group(1);
    }

    void requireUsable(String version) throws ToolchainUnusable {
        String least = source().version().least();
        if (!least.isEmpty() && Versions.compare(version, least) < 0) {
            throw new ToolchainUnusable(executable + " is " + version + ", and at least " + least + " is needed");
        }
    }

    /** Placeholders with paths of the host. */
    HostVariables onHost(String version) {
        return variables(version, executable, home()).and("pack", file.folder().toString());
    }

    /** Placeholders with paths of the cell. */
    HostVariables inCell(String version) throws IOException {
        CellPaths paths = cellPaths();
        Path seen = home().isPresent() ? real : executable;
        return variables(
                version,
                paths.of(seen),
                home().map(_ -> Path.of("/opt", file.pack().name())));
    }

    private static HostVariables variables(String version, Path executable, Optional<Path> home) {
        String[] numbers = version.split("\\.");
        Map<String, String> scalars = new HashMap<>();
        scalars.put("executable", executable.toString());
        scalars.put("version", version);
        scalars.put("major", numbers[0]);
        scalars.put("series", numbers.length > 1 ? numbers[0] + "." + numbers[1] : numbers[0]);
        scalars.put("triplet", TRIPLET);
        home.ifPresent(path -> scalars.put("home", path.toString()));
        return new HostVariables(scalars);
    }

    /** Debian's name of this machine's architecture, as in {@code /usr/lib/x86_64-linux-gnu}. */
    static final String TRIPLET =
            System.getProperty("os.arch", "").equals("aarch64") ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
}
