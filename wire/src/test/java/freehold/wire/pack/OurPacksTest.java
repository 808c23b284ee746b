package freehold.wire.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import freehold.runtime.Pack;
import freehold.runtime.Sample;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packs that come with Freehold, and the schema that editors use to write more. */
class OurPacksTest {
    private static final Path RUNTIMES = Path.of(System.getProperty("freehold.home"), "runtimes");

    @TempDir
    Path folder;

    static List<PackFile> packs() {
        return PackFiles.read(RUNTIMES);
    }

    static Stream<String> names() {
        return packs().stream().map(each -> each.pack().name());
    }

    @Test
    void have_locks_that_are_sealed_and_say_nothing_that_nobody_can_use() throws IOException {
        List<LockFile> locks = new LockFolder(RUNTIMES)
                .all().stream().map(LockFolder.Entry::lock).toList();

        assertThat(locks)
                .hasSizeGreaterThan(100)
                .allSatisfy(lock -> assertThat(lock.tree())
                        .as(lock.bundle() + " " + lock.version())
                        .isPresent());
    }

    @Test
    void mean_the_same_read_from_what_was_kept_of_them() throws IOException {
        for (Path each : entries(RUNTIMES)) {
            Path copy = folder.resolve(each.getFileName());
            if (Files.isDirectory(each)) {
                Files.createDirectory(copy);
                for (Path file : entries(each)) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            } else {
                Files.copy(each, copy);
            }
        }
        String before = PackFiles.read(folder).toString();

        PackFiles.prepare(folder);

        assertThat(PackFiles.read(folder).toString()).isEqualTo(before);
        assertThat(folder.resolve(".trees")).isDirectoryContaining("glob:**.json");
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    @Test
    void are_found_whole_by_their_names_and_by_what_their_files_are_called() {
        List<PackFile> all = packs();
        for (PackFile file : all) {
            String word = file.pack().extensions().stream()
                    .findFirst()
                    .orElse(file.pack().name());

            assertThat(PackFiles.mentioning(word, RUNTIMES, Optional.empty()))
                    .as(word)
                    .extracting(PackFile::digest)
                    .contains(file.digest())
                    .isSubsetOf(all.stream().map(PackFile::digest).toList());
        }
        assertThat(PackFiles.mentioning("py3", RUNTIMES, Optional.empty()))
                .extracting(file -> file.pack().name())
                .containsExactly("python");
    }

    @ParameterizedTest
    @MethodSource("packs")
    void show_success_and_the_limits_of_time(PackFile file) {
        List<String> ends = file.pack().samples().stream().map(Sample::ends).toList();

        assertThat(ends).contains("succeeded", "cpu_exceeded");
    }

    @ParameterizedTest
    @MethodSource("packs")
    void show_what_a_failed_build_says_where_there_is_a_build(PackFile file) {
        List<Sample> failed = file.pack().samples().stream()
                .filter(each -> each.ends().equals("build_failed"))
                .toList();

        assertThat(failed.isEmpty()).isEqualTo(file.pack().build().isEmpty());
        assertThat(failed).allSatisfy(each -> assertThat(each.stderrContains()).isPresent());
    }

    @ParameterizedTest
    @MethodSource("packs")
    void promise_the_exit_code_that_a_sample_is_named_after(PackFile file) {
        List<Sample> exits = file.pack().samples().stream()
                .filter(each -> each.name().equals("exits with 3"))
                .toList();

        assertThat(exits).allSatisfy(each -> assertThat(each.exitCode()).contains(3));
    }

    /** Those whose random numbers, or hashes, are others each time without a call of anything that a cell could fix. */
    @ParameterizedTest
    @CsvSource({
        "awk, srand",
        "bash, RANDOM",
        "csharp, Random",
        "d, std.random",
        "erlang, rand",
        "fish, random",
        "go, maps",
        "java, Random",
        "julia, random",
        "ksh, RANDOM",
        "lua, random",
        "octave, rand",
        "perl, rand",
        "php, random",
        "python, random",
        "r, random",
        "ruby, rand",
        "rust, HashMap",
        "sqlite, random",
        "swift, Dictionary",
        "tcl, rand",
        "typescript, Math.random",
        "zsh, RANDOM",
    })
    void say_what_of_their_language_is_left_to_chance(String name, String words) {
        Pack pack = packs().stream()
                .map(PackFile::pack)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();

        assertThat(pack.run().repeatable().stream().flatMap(each -> each.notFixed().stream()))
                .anySatisfy(each -> assertThat(each).contains(words));
    }

    @Test
    void show_that_an_image_comes_back_as_a_file() {
        List<Sample> draws = packs().stream()
                .filter(each -> each.pack().name().equals("gnuplot"))
                .flatMap(each -> each.pack().samples().stream())
                .filter(each -> !each.artifacts().isEmpty())
                .toList();

        assertThat(draws).extracting(Sample::artifacts).containsExactly(Map.of("plot.png", "IHDR"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void agree_with_the_schema(String name) throws IOException {
        String yaml = Files.readString(RUNTIMES.resolve(name).resolve("pack.yaml"));

        assertThat(schemaFaults(yaml)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title: Tiny|titel: Tiny",
                "filter: compiled|filter: none",
                "cpu: 500ms|cpu: 500",
                "memory: 128MiB|memory: 128MB",
                "ends: succeeded|ends: success",
                "stdout: \"hello\"|exit_code: 300",
                "stdout: \"hello\"|artifacts: {/etc/plot.png: PNG}",
                "keeps: [program]|keeps: []",
                "find: [/usr/bin/tiny]|find: [tiny]",
                "source: main.tn|source: ../main.tn"
            })
    void schema_refuses_what_the_reader_refuses(String replacement) {
        String[] sides = replacement.split("\\|");

        List<String> bySchema = schemaFaults(PackFolder.SMALL.replace(sides[0], sides[1]));
        List<PackFault> byReader = new PackFolder(folder).faultsWhen(sides[0], sides[1]);

        assertThat(bySchema).isNotEmpty();
        assertThat(byReader).isNotEmpty();
    }

    private static List<String> schemaFaults(String yaml) {
        try {
            String text = Files.readString(RUNTIMES.resolve("pack.schema.json"));
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text)
                    .validate(yaml, InputFormat.YAML)
                    .stream()
                    .map(each -> each.getInstanceLocation() + " " + each.getMessage())
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
