package freehold.control.dialect.gojudge;

import freehold.cell.TerminalSize;
import freehold.execution.Dialogue;
import freehold.wire.link.Stream;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What one command has to do with the client of {@code /stream}.
 *
 * @param isWritten whether the client writes its standard input
 * @param isTerminal whether it has a terminal, whose input and output are those
 * @param read descriptors that are no files and not collected, for the client reads them
 * @param told under which descriptor the client is told of what a stream has
 */
record Streams(boolean isWritten, boolean isTerminal, Set<Integer> read, Map<Stream, Integer> told) {
    static final Streams NONE = new Streams(false, false, Set.of(), Map.of());

    static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    /** Both have four bits in a message. */
    private static final int INDEX_MAX = 15;

    /** Until the client says how large it is. */
    private static final TerminalSize SIZE = new TerminalSize(24, 80);

    Streams {
        read = Set.copyOf(read);
        told = Map.copyOf(told);
    }

    /** @param index of the command in its job */
    static Streams read(int index, JsonNode cmd) throws Fault {
        JsonNode files = cmd.path("files");
        boolean isWritten = false;
        Set<Integer> read = new HashSet<>();
        for (int fd = 0; fd < files.size(); fd++) {
            boolean isIn = files.path(fd).path("streamIn").asBoolean(false);
            boolean isOut = files.path(fd).path("streamOut").asBoolean(false);
            if (isIn && fd != STDIN) {
                throw new Fault("files[" + fd + "]: only fd 0 can be streamIn");
            }
            if (isOut && (isIn || (fd != STDOUT && fd != STDERR))) {
                throw new Fault("files[" + fd + "]: only fd 1 and 2 can be streamOut");
            }
            if ((isIn || isOut) && index > INDEX_MAX) {
                throw new Fault("only the first " + (INDEX_MAX + 1) + " cmd can have streams");
            }
            isWritten |= isIn;
            if (isOut) {
                read.add(fd);
            }
        }
        boolean isTerminal = cmd.path("tty").asBoolean(false);
        if (isTerminal && !isWritten) {
            throw new Fault("tty is offered with streamIn, and not without");
        }
        return new Streams(isWritten, isTerminal, read, told(files, read, isTerminal));
    }

    /** What a terminal shows is one stream, and is told as the first descriptor that anybody reads. */
    private static Map<Stream, Integer> told(JsonNode files, Set<Integer> read, boolean isTerminal) {
        Map<Stream, Integer> told = new EnumMap<>(Stream.class);
        if (read.contains(STDOUT)) {
            told.put(Stream.STDOUT, STDOUT);
        }
        if (read.contains(STDERR)) {
            if (!isTerminal) {
                told.put(Stream.STDERR, STDERR);
            } else if (files.path(STDOUT).isNull()) {
                told.put(Stream.STDOUT, STDERR);
            }
        }
        return told;
    }

    boolean isRead(int descriptor) {
        return read.contains(descriptor);
    }

    Dialogue dialogue() {
        return isWritten
                ? new Dialogue(Dialogue.Input.STAYS_OPEN, isTerminal ? Optional.of(SIZE) : Optional.empty())
                : Dialogue.NONE;
    }
}
