package freehold.worker.rootfs;

import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Missing;
import freehold.wire.pack.HostSource;
import freehold.wire.pack.PackFile;
import freehold.wire.pack.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Discovers the toolchains of this host and makes their roots. Has to run as root, before privileges are dropped: some live where only
 * root may look, and the cell daemon trusts only what is root's.
 */
public final class HostToolchains {
    private static final int THREADS = 2;

    private final StateFolder state;
    private final Progress progress;

    /**
     * Prepares the state folder.
     *
     * @param state holds {@code roots}, {@code caches}, {@code found} and {@code cell/roots.d}; made if it is not there
     * @throws IllegalStateException if this process is not root's
     * @throws UncheckedIOException if others than root could change the state folder, or it cannot be made
     */
    public HostToolchains(Path state, Progress progress) {
        this.progress = progress;
        try {
            if (FileStat.of(Path.of("/proc/self")).uid() != 0) {
                throw new IllegalStateException("host toolchains are discovered by root alone: start it with sudo");
            }
            this.state = new StateFolder(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds what the packs ask for. The first time it reads all files of all toolchains; later only what has changed.
     *
     * @throws UncheckedIOException if the state folder cannot be written
     */
    public Catalogue discover(List<PackFile> packs) {
        return discover(packs, Breadth.ALL);
    }

    /**
     * As {@link #discover}, but of each pack the default version alone: for a run that names no other, and need not wait for the roots
     * of all that a host happens to have.
     */
    public Catalogue discoverDefaults(List<PackFile> packs) {
        return discover(packs, Breadth.DEFAULT);
    }

    /** How much of what a pack finds is made ready. */
    private enum Breadth {
        ALL,
        DEFAULT
    }

    private Catalogue discover(List<PackFile> packs, Breadth breadth) {
        try {
            FileHashes hashes = new FileHashes(state.hashes());
            List<Installed> installed = new ArrayList<>();
            List<Missing> missing = new ArrayList<>();
            List<Search> searches = searchAll(packs, breadth, hashes, new BundleRoots(state, hashes, progress));
            for (Search each : searches) {
                installed.addAll(each.installed());
                if (each.installed().isEmpty()) {
                    missing.add(new Missing(each.file().pack(), each.reason()));
                } else {
                    each.faults()
                            .forEach(fault -> progress.begins(
                                    each.file().pack().name(),
                                    "left out: " + fault.lines().findFirst().orElse(fault)));
                }
            }
            hashes.save();
            return new Catalogue(installed, missing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Removes the roots and caches that a catalogue of all packs does not name. Only for who has the state folder alone: {@link HostUse}.
     *
     * @return how many
     */
    public int prune(Catalogue catalogue) {
        try {
            return state.prune(catalogue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came of one pack. */
    private record Search(PackFile file, List<Installed> installed, List<String> faults) {
        String reason() {
            String advice = file.host().isEmpty()
                    ? "freehold runtime install " + file.pack().name()
                    : "install Debian package " + file.host().get().debian();
            return faults.isEmpty() ? "not found: " + advice : String.join("; ", faults) + " (" + advice + ")";
        }
    }

    private List<Search> searchAll(List<PackFile> packs, Breadth breadth, FileHashes hashes, BundleRoots bundles)
            throws IOException {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Search>> futures = new ArrayList<>();
            for (PackFile each : packs) {
                futures.add(threads.submit(() -> search(each, breadth, hashes, bundles)));
            }
            List<Search> searches = new ArrayList<>();
            for (Future<Search> each : futures) {
                searches.add(each.get());
            }
            return searches;
        } catch (ExecutionException e) {
            throw new IOException("discovery failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during discovery", e);
        }
    }

    private Search search(PackFile file, Breadth breadth, FileHashes hashes, BundleRoots bundles) throws IOException {
        BundleRoots.Bundled bundled = bundles.of(file);
        List<String> faults = new ArrayList<>(bundled.faults());
        List<Installed> host = ofHost(file, breadth, hashes, faults);
        List<Installed> installed = new ArrayList<>(bundled.versions());
        installed.addAll(hostGoesFirst(host, bundled.versions()) ? 0 : installed.size(), host);
        installed.addAll(bundled.variants());
        return new Search(file, installed, faults);
    }

    /**
     * Whether a name alone means the host's default. The higher version is meant, so that a bundle never takes users back; of two equal
     * ones, the bundle, for it was installed on purpose and is the same on all machines.
     */
    private static boolean hostGoesFirst(List<Installed> host, List<Installed> bundles) {
        if (host.isEmpty() || bundles.isEmpty()) {
            return bundles.isEmpty();
        }
        String own = host.getFirst().version();
        String bundle = bundles.getFirst().version();
        return !own.startsWith(bundle + ".") && Versions.compare(own, bundle) > 0;
    }

    private List<Installed> ofHost(PackFile file, Breadth breadth, FileHashes hashes, List<String> faults)
            throws IOException {
        RootMaker maker = new RootMaker(state, hashes, new SharedLibraries(Toolchain.TRIPLET), progress);
        List<Installed> installed = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (Place place : file.host().map(HostSource::places).orElse(List.of())) {
            for (String glob : place.find()) {
                List<Toolchain> toolchains = toolchains(file, place, glob, seen);
                List<Installed> found = installAll(toolchains, maker, faults);
                found.sort((one, other) -> Versions.compare(other.version(), one.version()));
                for (Installed each : found) {
                    if (installed.stream().noneMatch(known -> known.version().equals(each.version()))) {
                        installed.add(each);
                    }
                }
                if (breadth == Breadth.DEFAULT && !installed.isEmpty()) {
                    return List.of(installed.getFirst());
                }
            }
        }
        return installed;
    }

    private List<Installed> installAll(List<Toolchain> toolchains, RootMaker maker, List<String> faults) {
        List<Installed> installed = new ArrayList<>();
        for (Toolchain each : toolchains) {
            try {
                installed.add(install(each, maker));
            } catch (ToolchainUnusable e) {
                faults.add(e.getMessage());
            } catch (IOException e) {
                faults.add(each.executable() + " cannot be prepared: " + e);
            }
        }
        return installed;
    }

    private Installed install(Toolchain toolchain, RootMaker maker) throws IOException, ToolchainUnusable {
        Trust.require(toolchain.real());
        String name = toolchain.file().pack().name() + "-"
                + Sha256.of(toolchain.executable().toString()).hex().substring(0, 16);
        Path memo = state.finding(name);
        Finding found =
                Finding.read(memo).filter(each -> holds(each, toolchain)).orElse(null);
        if (found == null) {
            String version = version(toolchain, name);
            toolchain.requireUsable(version);
            found = maker.make(toolchain, version);
            state.replace(memo, found.write(), "rw-------");
        }
        return found.installed(toolchain.file().pack());
    }

    /** Asks the executable once; too old a version is remembered too. */
    private String version(Toolchain toolchain, String name) throws IOException, ToolchainUnusable {
        Path memo = state.finding(name + ".version");
        String asked = toolchain.file().digest().hex() + " "
                + FileStat.of(toolchain.real()).fingerprint();
        List<String> known = Files.exists(memo) ? Files.readAllLines(memo) : List.of();
        if (known.size() == 2 && known.getFirst().equals(asked)) {
            return known.getLast();
        }
        progress.begins(toolchain.file().pack().name(), "looking at " + toolchain.executable());
        String version = toolchain.version();
        state.replace(memo, asked + "\n" + version + "\n", "rw-------");
        return version;
    }

    private boolean holds(Finding finding, Toolchain toolchain) {
        try {
            return finding.holds(toolchain.file().digest(), state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What one glob finds, without real executables that were seen before. */
    private static List<Toolchain> toolchains(PackFile file, Place place, String glob, Set<Path> seen)
            throws IOException {
        List<Toolchain> toolchains = new ArrayList<>();
        String absolute = glob.startsWith("~/") ? System.getProperty("user.home") + glob.substring(1) : glob;
        for (Path each : PathGlobs.expand(absolute, _ -> {})) {
            Path real = Files.exists(each) ? each.toRealPath() : each;
            if (Files.isRegularFile(real) && Files.isExecutable(real) && seen.add(real)) {
                toolchains.add(new Toolchain(file, place, each, real));
            }
        }
        return toolchains;
    }
}
