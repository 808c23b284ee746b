package freehold.control.http;

import java.util.List;
import java.util.stream.Stream;

/** The query parameters that a call has, as the contract lists them: those that come once, and those that may come again. */
record Query(List<String> once, List<String> repeated) {
    static final Query NONE = of();

    Query {
        once = List.copyOf(once);
        repeated = List.copyOf(repeated);
    }

    static Query of(String... once) {
        return new Query(List.of(once), List.of());
    }

    Query repeating(String... names) {
        return new Query(once, List.of(names));
    }

    List<String> names() {
        return Stream.concat(once.stream(), repeated.stream()).toList();
    }

    boolean has(String name) {
        return once.contains(name) || repeated.contains(name);
    }
}
