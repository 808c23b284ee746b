package freehold.control.dialect.gojudge;

import freehold.execution.Request;
import freehold.wire.link.Stream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One command of a client, ready to be handed in.
 *
 * @param runtime under which its files come to be, pinned
 * @param copies what is told of a stream that another command reads
 * @param streams which of its descriptors the client itself has
 * @param copyOutMax bytes of each file that is copied out; 0 where the client names none
 */
record Cmd(
        Request request,
        String runtime,
        Optional<Collector> stdout,
        Optional<Collector> stderr,
        Map<Stream, Collector> copies,
        Streams streams,
        List<CopyOut> copyOut,
        long copyOutMax,
        WhatIsTooLong tooLong) {
    /** What becomes of a file above {@code copyOutMax}. */
    enum WhatIsTooLong {
        IS_REFUSED,
        IS_CUT
    }

    Cmd {
        copies = Map.copyOf(copies);
        copyOut = List.copyOf(copyOut);
    }

    /** Whether both streams are collected as one. */
    boolean isJoined() {
        return stdout.isPresent()
                && stderr.isPresent()
                && stdout.get().name().equals(stderr.get().name());
    }
}
