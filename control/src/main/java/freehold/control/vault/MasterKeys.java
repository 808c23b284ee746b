package freehold.control.vault;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The master keys that a server has.
 *
 * @param all the current one, then former ones, which only unwrap
 */
public record MasterKeys(List<MasterKey> all) {
    private static final int KEYS_MAX = 16;

    public MasterKeys {
        all = List.copyOf(all);
        if (all.isEmpty() || all.size() > KEYS_MAX) {
            throw new IllegalArgumentException("it has from 1 to " + KEYS_MAX + " keys, not " + all.size());
        }
    }

    /**
     * Reads one key a line, the current one first; empty lines, and those that begin with {@code #}, say nothing.
     *
     * @throws IllegalArgumentException with a sentence that has nothing of any key
     */
    public static MasterKeys parse(String text) {
        return new MasterKeys(text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(MasterKey::parse)
                .toList());
    }

    /** As a file: whoever reads it can open everything. */
    String text() {
        return "# The master key of Freehold. Whoever has it can read what tenants stored; without it nobody can, ever.\n"
                + "# Keep a copy elsewhere, apart from backups of the data.\n"
                + all.stream().map(MasterKey::text).collect(Collectors.joining("\n"))
                + "\n";
    }

    public MasterKey current() {
        return all.getFirst();
    }

    public Optional<MasterKey> find(String id) {
        return all.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** The same keys behind a new one. */
    public MasterKeys before(MasterKey fresh) {
        return new MasterKeys(Stream.concat(Stream.of(fresh), all.stream()).toList());
    }

    /** The current one alone. */
    public MasterKeys currentAlone() {
        return new MasterKeys(List.of(current()));
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
