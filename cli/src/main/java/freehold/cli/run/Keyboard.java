package freehold.cli.run;

import freehold.cell.TerminalSize;
import freehold.cli.privilege.RawTerminal;
import freehold.wire.link.Speech;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the caller types, or pipes in, on its way to a program. At a terminal of the program's the caller's own is raw: every key goes to
 * the program, but one.
 */
final class Keyboard implements AutoCloseable {
    /** Ctrl-]. */
    private static final byte LEAVE = 0x1D;

    private static final int PIECE_BYTES = 8 << 10;
    private static final int STANDARD_INPUT = 0;
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Listener listener;
    private final Runnable left;
    private final Optional<RawTerminal> raw;

    /** Who is told what was typed; may hold the typing up. */
    @FunctionalInterface
    interface Listener {
        void say(Speech speech) throws InterruptedException;
    }

    private Keyboard(Listener listener, Runnable left, Optional<RawTerminal> raw) {
        this.listener = listener;
        this.left = left;
        this.raw = raw;
    }

    /** Standard input as it is. */
    static Keyboard plain(Listener listener) {
        Keyboard keyboard = new Keyboard(listener, () -> {}, Optional.empty());
        keyboard.start();
        return keyboard;
    }

    /**
     * The terminal that standard input is, key by key; as it is if it is none.
     *
     * @param left called when the caller presses Ctrl-]
     */
    static Keyboard raw(Listener listener, Runnable left) {
        Keyboard keyboard = new Keyboard(listener, left, RawTerminal.of(STANDARD_INPUT));
        keyboard.raw.ifPresent(terminal -> {
            Runtime.getRuntime().addShutdownHook(new Thread(terminal::close, "terminal"));
            Thread.ofVirtual().name("size").start(keyboard::watchSize);
        });
        keyboard.start();
        return keyboard;
    }

    /** How large the caller's terminal is; the usual size where there is none. */
    static TerminalSize size() {
        return RawTerminal.size(STANDARD_INPUT).orElse(new TerminalSize(24, 80));
    }

    /** Reading cannot be interrupted, so this thread may stay until the process ends; it holds nothing up. */
    private void start() {
        Thread.ofPlatform().name("keyboard").daemon(true).start(this::read);
    }

    private void read() {
        byte[] piece = new byte[PIECE_BYTES];
        InputStream in = new FileInputStream(FileDescriptor.in); // not closed: the terminal is put back by it
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                byte[] typed = Arrays.copyOf(piece, count);
                int leave = raw.isPresent() ? indexOfLeave(typed) : -1;
                if (leave != 0) {
                    listener.say(new Speech.Input(leave < 0 ? typed : Arrays.copyOf(typed, leave)));
                }
                if (leave >= 0) {
                    left.run();
                    return;
                }
            }
            listener.say(new Speech.InputEnd());
        } catch (IOException closed) {
            end();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Input that cannot be read has come to its end. */
    private void end() {
        try {
            listener.say(new Speech.InputEnd());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int indexOfLeave(byte[] typed) {
        for (int i = 0; i < typed.length; i++) {
            if (typed[i] == LEAVE) {
                return i;
            }
        }
        return -1;
    }

    /** The JVM hears no SIGWINCH. */
    private void watchSize() {
        TerminalSize known = size();
        try {
            while (true) {
                Thread.sleep(LOOK);
                TerminalSize now = size();
                if (!now.equals(known)) {
                    known = now;
                    listener.say(new Speech.Resized(now));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts the caller's terminal back. */
    @Override
    public void close() {
        raw.ifPresent(RawTerminal::close);
    }
}
