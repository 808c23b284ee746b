package freehold.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the codec equal to {@code cell/frame.h} and to its own past. */
class FrameTwinTest {
    private static final Path HOME = Path.of(System.getProperty("freehold.home", ".."));
    private static final String GOLDEN = "frames.golden";

    @Test
    void has_the_numbers_of_the_header_in_c() throws IOException {
        Map<String, Integer> numbers = numbersOfHeader();

        Map<String, Integer> ours = Map.ofEntries(
                Map.entry("FRAME_VERSION", Frame.VERSION),
                Map.entry("FRAME_HEADER_BYTES", Frame.HEADER_BYTES),
                Map.entry("FRAME_PREPARE", (int) FrameType.PREPARE),
                Map.entry("FRAME_PUT", (int) FrameType.PUT),
                Map.entry("FRAME_DATA", (int) FrameType.DATA),
                Map.entry("FRAME_EXEC", (int) FrameType.EXEC),
                Map.entry("FRAME_INPUT", (int) FrameType.INPUT),
                Map.entry("FRAME_INPUT_END", (int) FrameType.INPUT_END),
                Map.entry("FRAME_SIGNAL", (int) FrameType.SIGNAL),
                Map.entry("FRAME_RESIZE", (int) FrameType.RESIZE),
                Map.entry("FRAME_KILL", (int) FrameType.KILL),
                Map.entry("FRAME_LIST", (int) FrameType.LIST),
                Map.entry("FRAME_FETCH", (int) FrameType.FETCH),
                Map.entry("FRAME_WARM", (int) FrameType.WARM),
                Map.entry("FRAME_WEIGH", (int) FrameType.WEIGH),
                Map.entry("FRAME_WARMED", (int) FrameType.WARMED),
                Map.entry("FRAME_TAKEN", (int) FrameType.TAKEN),
                Map.entry("FRAME_READY", (int) FrameType.READY),
                Map.entry("FRAME_STARTED", (int) FrameType.STARTED),
                Map.entry("FRAME_OUTPUT", (int) FrameType.OUTPUT),
                Map.entry("FRAME_EXIT", (int) FrameType.EXIT),
                Map.entry("FRAME_ENTRY", (int) FrameType.ENTRY),
                Map.entry("FRAME_FILE", (int) FrameType.FILE),
                Map.entry("FRAME_END", (int) FrameType.END),
                Map.entry("FRAME_REFUSED", (int) FrameType.REFUSED),
                Map.entry("FRAME_FAULT", (int) FrameType.FAULT));
        assertThat(numbers).containsAllEntriesOf(ours);
        assertThat(numbers.keySet().stream().filter(name -> name.startsWith("FRAME_")))
                .containsExactlyInAnyOrderElementsOf(ours.keySet());
    }

    @Test
    void has_the_causes_of_the_header_in_c() throws IOException {
        Map<String, Integer> causes = numbersOfHeader().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("CAUSE_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        Map<String, Integer> ours = Map.ofEntries(
                Map.entry("CAUSE_ITSELF", (int) FrameEncoder.number(Cause.ITSELF)),
                Map.entry("CAUSE_CPU", (int) FrameEncoder.number(Cause.CPU)),
                Map.entry("CAUSE_WALL", (int) FrameEncoder.number(Cause.WALL)),
                Map.entry("CAUSE_STDOUT", (int) FrameEncoder.number(Cause.STDOUT)),
                Map.entry("CAUSE_STDERR", (int) FrameEncoder.number(Cause.STDERR)),
                Map.entry("CAUSE_MEMORY", (int) FrameEncoder.number(Cause.MEMORY)),
                Map.entry("CAUSE_FORBIDDEN", (int) FrameEncoder.number(Cause.FORBIDDEN)),
                Map.entry("CAUSE_KILLED", (int) FrameEncoder.number(Cause.KILLED)),
                Map.entry("CAUSE_NO_EXEC", (int) FrameEncoder.number(Cause.NO_EXEC)));
        assertThat(causes).containsExactlyInAnyOrderEntriesOf(ours);
    }

    @Test
    void keeps_the_bytes_of_the_golden_file() throws IOException {
        String bytes = Frames.ONE_OF_EACH.stream()
                .map(frame ->
                        frame.getClass().getSimpleName() + " " + HexFormat.of().formatHex(Frames.encoded(frame)) + "\n")
                .collect(Collectors.joining());

        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(
                    HOME.resolve("wire/src/test/resources/freehold/wire/frame").resolve(GOLDEN), bytes);
        }
        assertThat(bytes).isEqualTo(golden());
    }

    @Test
    void still_reads_the_golden_file() throws IOException {
        var frames = golden().lines()
                .map(line -> HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1)))
                .toList();

        for (int i = 0; i < frames.size(); i++) {
            Frame expected = Frames.ONE_OF_EACH.get(i);
            assertThat(Frames.decoded(frames.get(i), expected)).isEqualTo(expected);
        }
        assertThat(frames).hasSameSizeAs(Frames.ONE_OF_EACH);
    }

    private static String golden() throws IOException {
        try (InputStream file = FrameTwinTest.class.getResourceAsStream(GOLDEN)) {
            return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Integer> numbersOfHeader() throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        var line = Pattern.compile("\\b((?:FRAME|CAUSE|CLASS|NETWORK)_[A-Z_]+) = (\\d+)[,\\s]")
                .matcher(Files.readString(HOME.resolve("cell/frame.h")));
        while (line.find()) {
            String number = line.group(2);
            numbers.put(line.group(1), Integer.parseInt(number));
        }
        // these two are products; the pattern saw their first factor
        numbers.remove("FRAME_PAYLOAD_MAX");
        numbers.remove("FRAME_CHUNK_MAX");
        return numbers;
    }
}
