package freehold.control.dialect.judge0;

import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Selection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The peer's numbers for languages ({@code languages.tsv}), and which runtime of ours each means at this time. Where several versions of
 * a language are installed, a number means the one that is nearest to the peer's.
 */
final class Languages {
    private static final List<Row> ROWS = read();

    private final Supplier<Catalogue> catalogue;
    private volatile Found found = new Found(new Catalogue(List.of(), List.of()), Map.of());

    /** @param catalogue asked each time, for runtimes come and go */
    Languages(Supplier<Catalogue> catalogue) {
        this.catalogue = catalogue;
    }

    /** What all numbers mean by one catalogue. */
    private record Found(Catalogue by, Map<Integer, Language> languages) {
        static Found by(Catalogue catalogue) {
            return new Found(
                    catalogue, ROWS.stream().collect(Collectors.toMap(Row::id, row -> language(row, catalogue))));
        }
    }

    /** A line of the table. */
    private record Row(int id, String pack, String name, String version) {}

    /**
     * A language as it is listed.
     *
     * @param runtime what runs it; a language without is archived
     */
    record Language(int id, String name, Optional<Installed> runtime) {
        boolean isArchived() {
            return runtime.isEmpty();
        }

        boolean isCompiled() {
            return runtime.flatMap(each -> each.pack().build()).isPresent();
        }

        /** As requests name it: this runtime and no other. */
        String reference() {
            Installed found = runtime.orElseThrow();
            return found.pack().name() + "@" + found.digest();
        }
    }

    /** All, by name. */
    List<Language> all() {
        return now().values().stream()
                .sorted(Comparator.comparing(Language::name).thenComparingInt(Language::id))
                .toList();
    }

    Optional<Language> find(int id) {
        return Optional.ofNullable(now().get(id));
    }

    /** Looked for once for each catalogue, for that is a long list. */
    @SuppressWarnings("ReferenceEquality") // another catalogue may be equal, and is looked through again all the same
    private Map<Integer, Language> now() {
        Catalogue catalogue = this.catalogue.get();
        Found known = found;
        if (known.by() != catalogue) {
            known = Found.by(catalogue);
            found = known;
        }
        return known.languages();
    }

    private static Language language(Row row, Catalogue catalogue) {
        Optional<Installed> runtime = row.pack().equals("-") ? Optional.empty() : runtime(row, catalogue);
        String version = runtime.map(Installed::version).orElse(row.version());
        return new Language(row.id(), row.name().replace("{version}", version), runtime);
    }

    private static Optional<Installed> runtime(Row row, Catalogue catalogue) {
        for (String reference :
                List.of(row.pack() + "@" + row.version(), row.pack() + "@" + series(row.version()), row.pack())) {
            if (catalogue.find(reference) instanceof Selection.Found(Installed found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** 3.11 of 3.11.2. */
    private static String series(String version) {
        String[] parts = version.split("\\.", 3);
        return parts.length < 2 ? version : parts[0] + "." + parts[1];
    }

    private static List<Row> read() {
        try (InputStream table = Languages.class.getResourceAsStream("languages.tsv")) {
            if (table == null) {
                throw new IllegalStateException("missing from the class path: languages.tsv");
            }
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Row(Integer.parseInt(cells[0]), cells[1], cells[2], cells[3]))
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
