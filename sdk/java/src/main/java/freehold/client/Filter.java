package freehold.client;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which executions to list. */
public record Filter(
        Optional<State> state,
        Optional<Verdict> verdict,
        Optional<String> runtime,
        Map<String, String> labels,
        int pageSize) {
    /** All of them, fetched 50 at a time. */
    public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), 50);

    public Filter {
        labels = Map.copyOf(labels);
    }

    public Filter state(State wanted) {
        return new Filter(Optional.of(wanted), verdict, runtime, labels, pageSize);
    }

    public Filter verdict(Verdict wanted) {
        return new Filter(state, Optional.of(wanted), runtime, labels, pageSize);
    }

    public Filter runtime(String name) {
        return new Filter(state, verdict, Optional.of(name), labels, pageSize);
    }

    /** Those that have all of these. */
    public Filter labels(Map<String, String> wanted) {
        return new Filter(state, verdict, runtime, wanted, pageSize);
    }

    public Filter pageSize(int size) {
        return new Filter(state, verdict, runtime, labels, size);
    }

    String query(Optional<String> cursor) {
        return Stream.of(
                        Stream.of("limit=" + pageSize),
                        state.stream().map(each -> "state=" + each.word()),
                        verdict.stream().map(each -> "verdict=" + each.word()),
                        runtime.stream().map(each -> "runtime=" + Paths.encoded(each)),
                        labels.entrySet().stream()
                                .map(each -> "label=" + Paths.encoded(each.getKey() + ":" + each.getValue())),
                        cursor.stream().map(each -> "cursor=" + Paths.encoded(each)))
                .flatMap(each -> each)
                .collect(Collectors.joining("&", "?", ""));
    }
}
