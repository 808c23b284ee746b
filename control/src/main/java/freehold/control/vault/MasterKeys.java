package freehold.control.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The master keys that a server has.
 *
 * @param all the current one, then former ones, which only unwrap
 * @param next one that is to be the current one once every control has it; until then it only unwraps too
 */
public record MasterKeys(List<MasterKey> all, Optional<MasterKey> next) {
    private static final int KEYS_MAX = 16;

    /** Before a line whose key is the next one. */
    private static final String NEXT = "next ";

    public MasterKeys {
        all = List.copyOf(all);
        int count = all.size() + (next.isPresent() ? 1 : 0);
        if (all.isEmpty() || count > KEYS_MAX) {
            throw new IllegalArgumentException(
                    "it has from 1 to " + KEYS_MAX + " keys, of which at most one is the next one, not " + count);
        }
    }

    public MasterKeys(List<MasterKey> all) {
        this(all, Optional.empty());
    }

    /**
     * Reads one key a line, the current one first; a word before it marks the one that is prepared. Empty lines, and those that begin with
     * {@code #}, say nothing.
     *
     * @throws IllegalArgumentException with a sentence that has nothing of any key
     */
    public static MasterKeys parse(String text) {
        List<MasterKey> all = new ArrayList<>();
        Optional<MasterKey> next = Optional.empty();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith(NEXT)) {
                if (next.isPresent()) {
                    throw new IllegalArgumentException("at most one key is the next one");
                }
                next = Optional.of(MasterKey.parse(line.substring(NEXT.length()).strip()));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                all.add(MasterKey.parse(line));
            }
        }
        return new MasterKeys(all, next);
    }

    /** As a file: whoever reads it can open everything. */
    String text() {
        return "# The master key of Freehold. Whoever has it can read what tenants stored; without it nobody can, ever.\n"
                + "# Keep a copy elsewhere, apart from backups of the data.\n"
                + all.stream().map(MasterKey::text).collect(Collectors.joining("\n"))
                + "\n"
                + next.map(key -> NEXT + key.text() + "\n").orElse("");
    }

    public MasterKey current() {
        return all.getFirst();
    }

    public Optional<MasterKey> find(String id) {
        return Stream.concat(all.stream(), next.stream())
                .filter(each -> each.id().equals(id))
                .findFirst();
    }

    /** The same keys behind a new one. */
    public MasterKeys before(MasterKey fresh) {
        return new MasterKeys(Stream.concat(Stream.of(fresh), all.stream()).toList(), next);
    }

    /** The same keys, and a next one, with which nothing is wrapped yet. */
    public MasterKeys prepared(MasterKey fresh) {
        return new MasterKeys(all, Optional.of(fresh));
    }

    /** The same keys, of which the next one, if there is one, is the current one from now on. */
    public MasterKeys promoted() {
        return new MasterKeys(Stream.concat(next.stream(), all.stream()).toList());
    }

    /** Without those that are former. */
    public MasterKeys currentAlone() {
        return new MasterKeys(List.of(current()), next);
    }

    @Override
    public String toString() {
        return all + next.map(key -> ", next " + key).orElse("");
    }
}
