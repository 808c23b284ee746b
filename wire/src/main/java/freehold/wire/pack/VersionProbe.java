package freehold.wire.pack;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How a toolchain says its version.
 *
 * @param argv with {@code {executable}}
 * @param pattern its first group is the version, in standard output or standard error
 * @param least the lowest version that this pack can use, empty for any
 */
public record VersionProbe(List<String> argv, Pattern pattern, String least) {
    public VersionProbe {
        argv = List.copyOf(argv);
    }
}
