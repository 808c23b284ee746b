package freehold.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment of a step, all of it: what every program gets, what its pack adds, and what the request asks for, each
 * above the one before. It names nothing of the host.
 */
public final class Environment {
    /** In every cell. */
    public static final Map<String, String> EVERYWHERE =
            Map.of("PATH", "/usr/bin:/bin", "HOME", "/tmp", "LANG", "C.UTF-8", "TMPDIR", "/tmp");

    private Environment() {}

    /**
     * The whole environment of a program.
     *
     * @param templates of the pack
     * @param asked by the request
     * @throws IllegalArgumentException if a placeholder in the pack's values has no value: a mistake in the pack
     */
    public static Map<String, String> of(Map<String, String> templates, CommandLine line, Map<String, String> asked) {
        Map<String, String> all = new LinkedHashMap<>(EVERYWHERE);
        templates.forEach((name, template) -> all.put(name, line.fill(template)));
        all.putAll(asked);
        return Map.copyOf(all);
    }
}
