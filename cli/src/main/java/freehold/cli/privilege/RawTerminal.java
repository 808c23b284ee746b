package freehold.cli.privilege;

import freehold.cell.TerminalSize;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * The caller's terminal while another one speaks through it: every key goes on as it is, and none of them is a signal here
 * (cfmakeraw(3)). Closing it puts back what was.
 */
public final class RawTerminal implements AutoCloseable {
    /** sizeof(struct termios) of every C library is below it. */
    private static final long TERMIOS_BYTES = 128;

    /** ioctl_tty(2): the same on x86-64 and AArch64. */
    private static final long TIOCGWINSZ = 0x5413;

    private static final long WINSIZE_BYTES = 8;
    private static final int TCSADRAIN = 1;

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment before;
    private boolean closed; // guarded by this

    private RawTerminal(int descriptor) throws IOException {
        this.descriptor = descriptor;
        this.before = arena.allocate(TERMIOS_BYTES, Long.BYTES);
        SystemCalls.invoke("tcgetattr", descriptor, before);
        MemorySegment raw = arena.allocate(TERMIOS_BYTES, Long.BYTES).copyFrom(before);
        SystemCalls.makeRaw(raw);
        SystemCalls.invoke("tcsetattr", descriptor, TCSADRAIN, raw);
    }

    /** Takes it, if it is one. */
    public static Optional<RawTerminal> of(int descriptor) {
        try {
            return Optional.of(new RawTerminal(descriptor));
        } catch (IOException noTerminal) {
            return Optional.empty();
        }
    }

    /** How large the terminal at a descriptor is; empty if it is none, or does not say. */
    public static Optional<TerminalSize> size(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(WINSIZE_BYTES, Short.BYTES);
            SystemCalls.invoke("ioctl", descriptor, TIOCGWINSZ, size);
            int rows = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 0));
            int columns = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
            return TerminalSize.isSide(rows) && TerminalSize.isSide(columns)
                    ? Optional.of(new TerminalSize(rows, columns))
                    : Optional.empty();
        } catch (IOException noTerminal) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            SystemCalls.invoke("tcsetattr", descriptor, TCSADRAIN, before);
        } catch (IOException gone) {
            throw new IllegalStateException("the terminal could not be put back; the command reset does that", gone);
        } finally {
            arena.close();
        }
    }
}
