package freehold.worker.rootfs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What discovery knows of a toolchain, for the paths and commands of a pack that are used on the host. Other braces stay as they are:
 * in a path they are alternatives of a glob, in a command they belong to it.
 */
record HostVariables(Map<String, String> values) {
    HostVariables {
        values = Map.copyOf(values);
    }

    HostVariables and(String name, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(name, value);
        return new HostVariables(more);
    }

    String fill(String template) {
        String filled = template;
        for (Map.Entry<String, String> each : values.entrySet()) {
            filled = filled.replace("{" + each.getKey() + "}", each.getValue());
        }
        return filled;
    }

    List<String> fill(List<String> templates) {
        return templates.stream().map(this::fill).toList();
    }
}
