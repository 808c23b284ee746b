package freehold.execution;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A path below the work directory: relative, {@code /}-separated, without empty, {@code .} or {@code ..} components, NUL
 * or control characters; at most 32 components, 255 bytes a component and 1,024 in all, as UTF-8. The cell daemon goes no deeper
 * ({@code PATH_DEPTH_MAX} in {@code cell/spec.h}).
 */
public record WorkPath(String value) implements Comparable<WorkPath> {
    private static final int COMPONENT_BYTES_MAX = 255;
    private static final int PATH_BYTES_MAX = 1024;
    private static final int COMPONENTS_MAX = 32;

    public WorkPath {
        fault(value).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
    }

    /** What is wrong with a text as a path, in words; empty when nothing is. */
    public static Optional<String> fault(String value) {
        if (value.isEmpty()) {
            return Optional.of("a path is not empty");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            return Optional.of("a path is valid Unicode");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX) {
            return Optional.of("a path has at most 1,024 bytes");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("a path has no control characters");
        }
        String[] components = value.split("/", -1);
        if (components.length > COMPONENTS_MAX) {
            return Optional.of("a path has at most 32 components");
        }
        for (String component : components) {
            if (component.isEmpty()) {
                return Optional.of("a path is relative and has no empty components");
            }
            if (component.equals(".") || component.equals("..")) {
                return Optional.of("a path has no . or .. components");
            }
            if (component.getBytes(StandardCharsets.UTF_8).length > COMPONENT_BYTES_MAX) {
                return Optional.of("a component of a path has at most 255 bytes");
            }
        }
        return Optional.empty();
    }

    @Override
    public int compareTo(WorkPath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
