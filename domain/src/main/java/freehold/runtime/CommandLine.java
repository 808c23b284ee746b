package freehold.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fills the placeholders of a step's command. An argument that is a list placeholder alone ({@code {files}}, {@code {args}},
 * {@code {build_args}}) becomes as many arguments as the list has; a scalar placeholder ({@code {entry}}, {@code
 * {entry_stem}}, {@code {work}}, {@code {heap_bytes}}, {@code {heap_mib}} and what discovery found) is replaced inside an argument. Two braces,
 * <code>{{</code> or <code>}}</code>, are one of the command's own. Values are never looked at again, so a value with braces stays as it is.
 */
public record CommandLine(Map<String, String> scalars, Map<String, List<String>> lists) {
    public CommandLine {
        scalars = Map.copyOf(scalars);
        lists = Map.copyOf(lists);
    }

    /**
     * The command with all placeholders filled.
     *
     * @throws IllegalArgumentException if a placeholder has no value: a mistake in the pack
     */
    public List<String> fill(List<String> template) {
        List<String> filled = new ArrayList<>();
        for (String argument : template) {
            List<String> list =
                    wholePlaceholder(argument) ? lists.get(argument.substring(1, argument.length() - 1)) : null;
            if (list != null) {
                filled.addAll(list);
            } else {
                filled.add(fill(argument));
            }
        }
        return List.copyOf(filled);
    }

    /** One text with its scalar placeholders filled. */
    public String fill(String template) {
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char next = template.charAt(at);
            int close = template.indexOf('}', at);
            if ((next == '{' || next == '}') && template.startsWith(String.valueOf(next), at + 1)) {
                filled.append(next);
                at += 2;
            } else if (next == '{' && close >= 0) {
                filled.append(value(template.substring(at + 1, close), template));
                at = close + 1;
            } else {
                filled.append(next);
                at++;
            }
        }
        return filled.toString();
    }

    private String value(String name, String template) {
        String value = scalars.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value for {" + name + "} in " + template);
        }
        return value;
    }

    private static boolean wholePlaceholder(String argument) {
        return argument.startsWith("{") && argument.indexOf('}') == argument.length() - 1;
    }
}
