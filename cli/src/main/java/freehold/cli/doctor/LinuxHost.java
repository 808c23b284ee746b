package freehold.cli.doctor;

import freehold.cli.privilege.SystemCalls;
import freehold.cli.privilege.ThisProcess;
import freehold.quantity.Bytes;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine that this runs on. */
final class LinuxHost implements Host {
    private static final int TEXT_MAX = 1 << 20;

    @Override
    public Optional<String> text(String path) {
        // In one read: a file of /proc/sys gives its text to a read at offset 0 only, and Files.readString begins with
        // one byte.
        try (FileInputStream file = new FileInputStream(path)) {
            return Optional.of(new String(file.readNBytes(TEXT_MAX), StandardCharsets.UTF_8).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(Path.of(path));
    }

    @Override
    public List<String> names(String directory) {
        try (Stream<Path> entries = Files.list(Path.of(directory))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    @Override
    public Optional<Bytes> freeSpace(String path) {
        for (Path at = Path.of(path).toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at)) {
                try {
                    return Optional.of(new Bytes(Files.getFileStore(at).getUsableSpace()));
                } catch (IOException _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public int landlockAbi() {
        return SystemCalls.landlockAbi();
    }

    @Override
    public boolean clockSynchronised() {
        return SystemCalls.clockSynchronised();
    }

    @Override
    public boolean root() {
        return ThisProcess.effectiveUser() == 0;
    }

    @Override
    public int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
