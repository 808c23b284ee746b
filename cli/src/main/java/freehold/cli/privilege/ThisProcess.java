package freehold.cli.privilege;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What proc(5) tells of this process. The first call into the C library costs a command some 15 ms, and so does each of another shape. */
public final class ThisProcess {
    private static final Path SELF = Path.of("/proc/self");
    private static final String USERS = "Uid:";

    private ThisProcess() {}

    /** The effective user id. */
    public static int effectiveUser() {
        try {
            return effectiveUser(Files.readAllLines(SELF.resolve("status")));
        } catch (IOException unread) {
            throw new UncheckedIOException("the kernel does not tell who this is", unread);
        }
    }

    /** Of the lines of {@code /proc/self/status}: real, effective, saved and file system user. */
    static int effectiveUser(List<String> status) {
        String users = status.stream()
                .filter(line -> line.startsWith(USERS))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("/proc/self/status has no users"));
        return Integer.parseUnsignedInt(users.substring(USERS.length()).strip().split("\\s+")[1]);
    }

    /** Whether a descriptor leads to another process, who may be gone. */
    public static boolean isPipe(int descriptor) {
        try {
            String target = Files.readSymbolicLink(SELF.resolve("fd").resolve(Integer.toString(descriptor)))
                    .toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }

    /** Whether a descriptor is a terminal; the C library is asked only where it may be one. */
    public static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(SELF.resolve("fd").resolve(Integer.toString(descriptor)))
                    .toString();
            boolean isNone = target.startsWith("pipe:") || target.startsWith("socket:") || target.equals("/dev/null");
            return !isNone && SystemCalls.isTerminal(descriptor);
        } catch (IOException closed) {
            return false;
        }
    }
}
