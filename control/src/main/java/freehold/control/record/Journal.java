package freehold.control.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * In which order the events of an execution came, without their content: runs of one kind. Positions count one for each change of
 * state and one for each byte of output, so that they do not depend on how output was cut into pieces.
 */
public record Journal(List<Run> runs) {
    public static final Journal EMPTY = new Journal(List.of());

    /** What an event tells. The codes are those of the stored form and never change. */
    public enum Kind {
        QUEUED(0),
        BUILDING(1),
        RUNNING(2),
        BUILD_STDOUT(3),
        BUILD_STDERR(4),
        RUN_STDOUT(5),
        RUN_STDERR(6),
        FINISHED(7),
        /** Output of an attempt whose worker was lost: its positions stay, its bytes do not. */
        LOST(8);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Kind of(int code) {
            return Arrays.stream(values())
                    .filter(each -> each.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no kind of event: " + code));
        }

        public boolean isOutput() {
            return switch (this) {
                case BUILD_STDOUT, BUILD_STDERR, RUN_STDOUT, RUN_STDERR -> true;
                case QUEUED, BUILDING, RUNNING, FINISHED, LOST -> false;
            };
        }
    }

    /** So many positions of one kind in a row. */
    public record Run(Kind kind, int count) {}

    public Journal {
        runs = List.copyOf(runs);
    }

    /** The same without any output: its positions stay, its bytes do not. */
    public Journal withoutOutput() {
        return new Journal(runs.stream()
                .map(run -> run.kind().isOutput() ? new Run(Kind.LOST, run.count()) : run)
                .toList());
    }

    /** The stored form: for each run a byte for the kind and the count in groups of seven bits, lowest first (LEB128). */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(runs.size() * 3);
        for (Run run : runs) {
            bytes.write(run.kind().code);
            int left = run.count();
            while (left > 0x7f) {
                bytes.write((left & 0x7f) | 0x80);
                left >>>= 7;
            }
            bytes.write(left);
        }
        return bytes.toByteArray();
    }

    public static Journal parse(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        List<Run> runs = new ArrayList<>();
        while (bytes.hasRemaining()) {
            Kind kind = Kind.of(bytes.get());
            int count = 0;
            int shift = 0;
            byte group;
            do {
                group = bytes.get();
                count |= (group & 0x7f) << shift;
                shift += 7;
            } while (group < 0);
            runs.add(new Run(kind, count));
        }
        return new Journal(runs);
    }
}
