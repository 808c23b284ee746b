package freehold.worker.workspace;

import freehold.cell.Limits;
import freehold.execution.Plan;
import freehold.execution.StepPlan;
import freehold.policy.Retain;
import freehold.quantity.Bytes;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Successful builds, so that the same sources are not built twice for one tenant. One file a build, in a folder a tenant, below a
 * directory that this process alone writes; the least recently used go first when there are too many, or too large ones, and each goes
 * that nobody used for {@link #UNUSED_MAX}, for its tenant may have been deleted. Lasts longer than the process. Each file ends with the digest of the rest, which is compared when it is first used: a file that a crash left half
 * written is no build.
 */
public final class BuildCache {
    private static final Logger LOG = LoggerFactory.getLogger(BuildCache.class);

    /** After this time without use a build goes. */
    public static final Duration UNUSED_MAX = Duration.ofDays(7);

    private static final String ENDING = ".build";
    private static final String DRAFT_ENDING = ".draft";

    private final Path directory;
    private final Bytes bytesMax;
    private final int buildsMax;
    private final InstantSource clock;

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock; the least recently used come first
    private final LinkedHashMap<Path, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private BuildCache(Path directory, Bytes bytesMax, int buildsMax, InstantSource clock) {
        this.directory = directory;
        this.bytesMax = bytesMax;
        this.buildsMax = buildsMax;
        this.clock = clock;
    }

    /**
     * Opens the cache in a directory, which is made if need be. Drafts that an earlier process left are removed, and what nobody used for
     * too long.
     *
     * @throws IOException if the directory cannot be used
     */
    public static BuildCache open(Path directory, Bytes bytesMax, int buildsMax, InstantSource clock)
            throws IOException {
        BuildCache cache = new BuildCache(directory, bytesMax, buildsMax, clock);
        makePrivate(directory);
        cache.findKept();
        cache.dropUnused();
        return cache;
    }

    /** Removes what nobody used for {@link #UNUSED_MAX}. To be called now and then. */
    public void dropUnused() {
        Instant least = clock.instant().minus(UNUSED_MAX);
        List<Path> unused = new ArrayList<>();
        lock.lock();
        try {
            kept.forEach((file, each) -> {
                if (each.used().isBefore(least)) {
                    unused.add(file);
                }
            });
        } finally {
            lock.unlock();
        }
        unused.forEach(this::forget);
    }

    /** Removes what was built for that tenant: what it erases is in there, perhaps. */
    public void forget(TenantId tenant) {
        Path folder = folder(tenant);
        List<Path> builds;
        lock.lock();
        try {
            builds = kept.keySet().stream()
                    .filter(file -> folder.equals(file.getParent()))
                    .toList();
        } finally {
            lock.unlock();
        }
        builds.forEach(this::forget);
    }

    /** The build of this plan, if this tenant has it. The caller closes it. */
    public Optional<Built> find(Plan plan, StepPlan step) throws IOException {
        Path file = file(plan, step);
        boolean trusted;
        lock.lock();
        try {
            Kept known = kept.get(file);
            if (known == null) {
                return Optional.empty();
            }
            trusted = known.trusted();
        } finally {
            lock.unlock();
        }
        try {
            return Optional.of(used(file, BuildFile.open(file, step.cell().limits(), trusted)));
        } catch (IOException damaged) {
            LOG.warn("build cache: {} is damaged and goes: {}", file, damaged.getMessage());
            forget(file);
            return Optional.empty();
        }
    }

    private BuildFile used(Path file, BuildFile build) throws IOException {
        boolean noted = false;
        try {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            remember(file, build.sizeBytes());
            noted = true;
            return build;
        } finally {
            if (!noted) {
                build.close(); // nobody else has it
            }
        }
    }

    /** Begins to write down a build. The caller closes the draft; unless it was kept, nothing remains of it. */
    public BuildDraft draft(Plan plan, StepPlan step) throws IOException {
        Path file = file(plan, step);
        makePrivate(file.getParent() == null ? directory : file.getParent());
        Path draft = Files.createTempFile(
                directory,
                "",
                DRAFT_ENDING,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Limits limits = step.cell().limits();
        return new BuildDraft(draft, limits, build -> keep(draft, file, build, plan.retain()));
    }

    /** Moves a finished draft to its place; a build that is too large for the cache, or of which nothing may be kept, serves once. */
    private void keep(Path draft, Path file, BuildFile build, Retain retain) throws IOException {
        if (retain != Retain.FULL || build.sizeBytes() > bytesMax.count() / 2) {
            Files.delete(draft);
            return;
        }
        Files.setLastModifiedTime(draft, FileTime.from(clock.instant()));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        remember(file, build.sizeBytes());
    }

    private void remember(Path file, long size) {
        List<Path> tooOld = new ArrayList<>();
        lock.lock();
        try {
            Kept before = kept.put(file, new Kept(size, true, clock.instant()));
            bytes += size - (before == null ? 0 : before.sizeBytes());
            tooOld.addAll(dropOldest());
        } finally {
            lock.unlock();
        }
        tooOld.forEach(BuildCache::delete);
    }

    private List<Path> dropOldest() {
        List<Path> dropped = new ArrayList<>();
        var oldestFirst = kept.entrySet().iterator();
        while ((bytes > bytesMax.count() || kept.size() > buildsMax) && oldestFirst.hasNext()) {
            Map.Entry<Path, Kept> oldest = oldestFirst.next();
            bytes -= oldest.getValue().sizeBytes();
            dropped.add(oldest.getKey());
            oldestFirst.remove();
        }
        return dropped;
    }

    private void forget(Path file) {
        lock.lock();
        try {
            Kept before = kept.remove(file);
            bytes -= before == null ? 0 : before.sizeBytes();
        } finally {
            lock.unlock();
        }
        delete(file);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            LOG.warn("build cache: {} cannot be removed: {}", file, failure.getMessage());
        }
    }

    private Path file(Plan plan, StepPlan step) {
        return folder(plan.tenant()).resolve(BuildKey.of(plan, step).hex() + ENDING);
    }

    private Path folder(TenantId tenant) {
        return directory.resolve(tenant.value());
    }

    private static void makePrivate(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private void findKept() throws IOException {
        List<Found> found = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString().endsWith(DRAFT_ENDING)) {
                    Files.delete(file);
                } else if (attributes.isRegularFile() && file.toString().endsWith(ENDING)) {
                    found.add(new Found(
                            file,
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.comparing(Found::used));
        lock.lock();
        try {
            for (Found one : found) {
                kept.put(one.file(), new Kept(one.sizeBytes(), false, one.used()));
                bytes += one.sizeBytes();
            }
            dropOldest().forEach(BuildCache::delete);
        } finally {
            lock.unlock();
        }
    }

    /** A build in its place; trusted once its digest was compared, or it was written, in this process. */
    private record Kept(long sizeBytes, boolean trusted, Instant used) {}

    private record Found(Path file, long sizeBytes, Instant used) {}
}
