package freehold.control.dialect.judge0;

import freehold.cell.Limit;
import freehold.execution.Callback;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import freehold.runtime.Pack;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client of this dialect asks for, checked.
 *
 * @param stdin absent is not the same as empty, to whoever asks for it again
 * @param expected what the output is compared with
 * @param archive the zip of the additional files, as it was sent
 * @param numbers those that were given
 * @param callback an address that is told of the end
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and not changed by anybody
record Submission(
        int language,
        byte[] source,
        Optional<byte[]> stdin,
        Optional<byte[]> expected,
        Optional<String> compilerOptions,
        Optional<String> arguments,
        boolean isStderrRedirected,
        Optional<byte[]> archive,
        List<SourceFile> additional,
        Map<Quantity, BigDecimal> numbers,
        Optional<String> callback) {
    /** Marks executions that came by this dialect. */
    static final Map<String, String> LABELS = Map.of("dialect", Judge0.NAME);

    Submission {
        additional = List.copyOf(additional);
        numbers = Map.copyOf(numbers);
    }

    /** As an ordinary request. An additional file never takes the place of the source. */
    Request request(Languages.Language spoken) {
        Pack pack = spoken.runtime().orElseThrow().pack();
        Content.Inline code = new Content.Inline(source);
        List<SourceFile> files = new ArrayList<>();
        if (!additional.isEmpty()) {
            SourceFile main = new SourceFile(new WorkPath(pack.source()), code, false);
            files.add(main);
            additional.stream().filter(file -> !file.path().equals(main.path())).forEach(files::add);
        }
        return new Request(
                spoken.reference(),
                files.isEmpty() ? Optional.of(code) : Optional.empty(),
                files,
                Optional.empty(),
                arguments.map(Words::split).orElse(List.of()),
                Map.of(),
                compilerOptions.map(Words::split).orElse(List.of()),
                Map.of(),
                new Content.Inline(stdin.orElse(new byte[0])),
                limits(),
                Map.of(),
                Optional.empty(),
                List.of(),
                LABELS,
                callback.map(url -> new Callback(url, Optional.empty())));
    }

    private Map<Limit, Long> limits() {
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        numbers.forEach(
                (quantity, value) -> quantity.limit().ifPresent(limit -> limits.put(limit, quantity.ours(value))));
        return limits;
    }
}
