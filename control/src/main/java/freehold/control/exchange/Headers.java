package freehold.control.exchange;

import java.util.Optional;

/** The headers of a request. */
@FunctionalInterface
public interface Headers {
    /** The first value of that name, whatever its case. */
    Optional<String> first(String name);
}
