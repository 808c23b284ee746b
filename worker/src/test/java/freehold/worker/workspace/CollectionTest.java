package freehold.worker.workspace;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.FilterClass;
import freehold.cell.Program;
import freehold.execution.Glob;
import freehold.quantity.Bytes;
import freehold.wire.link.Stream;
import freehold.worker.cell.Cell;
import freehold.worker.cell.CellEvents;
import freehold.worker.cell.CellShape;
import freehold.worker.cell.FakeCells;
import freehold.worker.cell.FakeProgram.FakeFile;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CollectionTest {
    private static final CellShape SHAPE =
            new CellShape("c", FilterClass.COMPILED, Bytes.mebi(1), 1, Bytes.mebi(1), 8, Optional.empty());

    @Test
    void takes_matching_files_in_the_order_of_their_names() {
        Collection collection =
                collected(List.of("*.txt", "b*"), 10, Bytes.kibi(1), "c.txt", "b.bin", "a.txt", "a.bin");

        assertThat(collection.files())
                .extracting(file -> file.path().value())
                .containsExactly("a.txt", "b.bin", "c.txt");
        assertThat(collection.remark()).isEmpty();
    }

    @Test
    void stops_at_the_number_of_files() {
        Collection collection = collected(List.of("*"), 2, Bytes.kibi(1), "a", "b", "c");

        assertThat(collection.files()).hasSize(2);
        assertThat(collection.remark())
                .contains(
                        "Not collected: 1 of 3 matching files; the most is 2 files and 1 KiB. Let the globs match fewer, or pack them into one.");
    }

    @Test
    void leaves_what_does_not_fit_and_takes_what_still_does() {
        Collection collection = collected(List.of("*"), 10, new Bytes(15), "ten-bytes!", "too-large!", "fits");

        assertThat(collection.files()).extracting(file -> file.path().value()).containsExactly("fits", "ten-bytes!");
        assertThat(collection.left()).isEqualTo(1);
    }

    @Test
    void says_that_it_did_not_look_at_all_files() {
        String[] names =
                IntStream.rangeClosed(0, 20_000).mapToObj(Integer::toString).toArray(String[]::new);

        Collection collection = collected(List.of("result"), 10, Bytes.kibi(1), names);

        assertThat(collection.remark())
                .contains(
                        "Not collected: perhaps some files, because the work directory had more than the 20,000 that are looked at, or some too deep in it: 32 names to a path are the most. Leave fewer in it, or pack them into one.");
    }

    @Test
    @Timeout(value = 60, unit = SECONDS)
    void gives_up_on_paths_and_globs_that_would_take_hours() {
        String[] names = IntStream.range(0, 20_000)
                .mapToObj(each -> ("a".repeat(250) + "/").repeat(3) + "a".repeat(200) + each)
                .toArray(String[]::new);
        List<String> globs = Collections.nCopies(100, "**/*" + "a".repeat(125) + "b");

        Collection collection = collected(globs, 10, Bytes.kibi(1), names);

        assertThat(collection.files()).isEmpty();
        assertThat(collection.remark())
                .hasValueSatisfying(words -> assertThat(words).contains("took too long"));
    }

    /** Of a cell in which each file holds its own name. */
    private static Collection collected(List<String> globs, int filesMax, Bytes bytesMax, String... names) {
        FakeCells cells = new FakeCells().with("litter", in -> {
            for (String name : names) {
                in.files().put(name, new FakeFile(name, false, false));
            }
            return 0;
        });
        try (Cell cell = cells.prepare(SHAPE)) {
            cell.run(new Program(List.of("litter"), Map.of()), Plans.LIMITS, new byte[0], new Deaf());
            return Collection.of(cell, globs.stream().map(Glob::new).toList(), filesMax, bytesMax);
        }
    }

    private static final class Deaf implements CellEvents {
        @Override
        public void started() {}

        @Override
        public void output(Stream stream, byte[] bytes) {}
    }
}
