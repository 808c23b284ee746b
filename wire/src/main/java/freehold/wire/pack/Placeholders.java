package freehold.wire.pack;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The placeholders that commands of packs may use; any other is a mistake, found when the pack is read and not when it runs. */
final class Placeholders {
    /** What a request or a limit fills, and what discovery finds. */
    static final Set<String> SCALARS = Set.of(
            "entry",
            "entry_stem",
            "entry_folder",
            "source",
            "work",
            "heap_bytes",
            "heap_mib",
            "executable",
            "home",
            "version",
            "series",
            "major",
            "triplet");

    /** What discovery finds. */
    private static final Set<String> FOUND = Set.of("executable", "home", "version", "series", "major", "triplet");

    /** What the request alone knows, and so nothing that starts ahead of it. */
    private static final Set<String> ASKED = Set.of("entry", "entry_stem", "entry_folder");

    private static final Pattern WORD = Pattern.compile("\\{([a-z_]+)}");
    /** {@code {{} and {@code }}} are braces that the command gets. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{|}}|\\{([^{}]*)}");

    private Placeholders() {}

    static void check(Fields fields, String pointer, List<String> templates, Set<String> lists) {
        for (String template : templates) {
            Matcher matcher = PLACEHOLDER.matcher(template);
            while (matcher.find()) {
                String name = matcher.group(1);
                if (name == null) {
                    continue;
                }
                boolean alone = matcher.group().equals(template);
                if (!SCALARS.contains(name) && !(lists.contains(name) && alone)) {
                    fields.faults().add(pointer, unknown(name, template, lists));
                }
            }
        }
    }

    /** For what starts before there is a request. */
    static void checkAhead(Fields fields, String pointer, List<String> templates) {
        check(fields, pointer, templates, Set.of());
        for (String template : templates) {
            Matcher matcher = PLACEHOLDER.matcher(template);
            while (matcher.find()) {
                if (matcher.group(1) != null && ASKED.contains(matcher.group(1))) {
                    fields.faults().add(pointer, matcher.group() + " is not yet known when the bootstrap starts.");
                }
            }
        }
    }

    /** Paths are globs, so braces with anything but one word in them are alternatives and no placeholder. */
    static void checkPaths(Fields fields, String key, List<String> paths) {
        for (int i = 0; i < paths.size(); i++) {
            Matcher matcher = WORD.matcher(paths.get(i));
            while (matcher.find()) {
                if (!FOUND.contains(matcher.group(1))) {
                    fields.faults()
                            .add(
                                    fields.at(key) + "/" + i,
                                    "There is no placeholder {" + matcher.group(1) + "} in paths; there are "
                                            + FOUND.stream().sorted().toList() + ".");
                }
            }
        }
    }

    private static String unknown(String name, String template, Set<String> lists) {
        return lists.contains(name)
                ? "Let {" + name + "} be an argument of its own, not a part of '" + template + "'."
                : "There is no placeholder {" + name + "} here; there are "
                        + SCALARS.stream().sorted().toList() + " and the lists "
                        + lists.stream().sorted().toList() + ". For braces of the command itself write {{ and }}.";
    }
}
