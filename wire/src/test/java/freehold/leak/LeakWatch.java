package freehold.leak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves a platform thread, a descriptor, a child process or a mount behind. What ends by itself shortly after
 * is given that time. To be named by {@code @ExtendWith}, so that it also sees what {@code @BeforeAll} and {@code @AfterAll} do.
 */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** What the JVM and its libraries keep for good once it was needed: threads by name, descriptors by what they lead to. */
    private static final List<String> KEPT = List.of(
            "thread ForkJoinPool",
            "thread VirtualThread-unparker",
            "thread VirtualThread-unblocker",
            "thread Read-Poller",
            "thread Write-Poller",
            "thread MasterPoller",
            "thread process reaper",
            "thread Cleaner-",
            "thread Common-Cleaner",
            "thread CompletableFutureDelayScheduler",
            "thread prometheus-metrics-scheduler",
            "thread BC Entropy Daemon",
            "thread junit",
            "thread Attach Listener",
            "file /dev/",
            "file anon_inode:",
            "file /usr/",
            "file /opt/",
            "file pipe:",
            "file /proc/");

    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(LeakWatch.class);

    /** The JDK keeps one socket for good from the first channel on: it is there before anything is counted. */
    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        SocketChannel.open().close();
        context.getStore(SPACE).put("before", new HashSet<>(present()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Set<?> before = context.getStore(SPACE).getOrDefault("before", Set.class, Set.of());
        long until = System.nanoTime() + PATIENCE.toNanos();
        Set<String> left = leftOver(before);
        while (!left.isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            left = leftOver(before);
        }
        if (!left.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " left behind: " + left);
        }
    }

    private static Set<String> leftOver(Set<?> before) {
        Set<String> left = new HashSet<>(present());
        left.removeAll(before);
        left.removeIf(
                each -> KEPT.stream().anyMatch(each::startsWith) || each.endsWith(".jar") || each.endsWith(".so"));
        return left;
    }

    private static Set<String> present() {
        Set<String> present = new HashSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> present.add("thread " + thread.getName()));
        ProcessHandle.current().children().forEach(child -> present.add("process " + child.pid()));
        present.addAll(descriptors());
        present.addAll(mounts());
        return present;
    }

    private static Set<String> descriptors() {
        Set<String> descriptors = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : all) {
                target(each).ifPresent(target -> descriptors.add("file " + target));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return descriptors;
    }

    private static Optional<String> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }

    private static Set<String> mounts() {
        try (var lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return lines.map(line -> "mount " + line.split(" ")[4]).collect(Collectors.toSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
