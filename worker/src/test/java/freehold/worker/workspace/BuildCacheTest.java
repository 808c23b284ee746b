package freehold.worker.workspace;

import static freehold.worker.workspace.Plans.aPlan;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.execution.Plan;
import freehold.execution.StepPlan;
import freehold.execution.StepResult;
import freehold.execution.WorkPath;
import freehold.policy.Retain;
import freehold.quantity.Bytes;
import freehold.tenant.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuildCacheTest {
    private static final CellReport REPORT = new CellReport(
            Cause.ITSELF,
            0,
            0,
            Duration.ofMillis(120),
            Duration.ofMillis(130),
            Bytes.mebi(20),
            3,
            0,
            0,
            Bytes.kibi(20),
            new Bytes(0),
            new Bytes(7),
            0,
            Duration.ZERO,
            Duration.ofMillis(1),
            0,
            0,
            false);

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private BuildCache cache;

    @BeforeEach
    void open() throws IOException {
        cache = opened(Bytes.mebi(1), 100);
    }

    @Test
    void finds_what_was_kept_with_result_files_and_modes() throws IOException {
        Plan plan = planOf("local", "a");
        keep(plan, "program", "binary");

        Built built = found(plan).orElseThrow();

        try (built) {
            StepResult result = built.result().orElseThrow();
            assertThat(result.report()).isEqualTo(REPORT);
            assertThat(result.limits()).isEqualTo(Plans.LIMITS);
            assertThat(result.stderr()).isEqualTo("warning".getBytes(UTF_8));
            assertThat(contentsOf(built)).containsExactly("program true binary", "notes.txt false n");
        }
    }

    @Test
    void knows_nothing_of_what_was_not_kept() throws IOException {
        Plan plan = planOf("local", "a");
        try (BuildDraft draft = cache.draft(plan, stepOf(plan))) {
            draft.add(new WorkPath("program"), true, stream("half"));
        }

        assertThat(found(plan)).isEmpty();
        assertThat(filesBelow(directory)).isEmpty();
    }

    @Test
    void a_tenant_never_sees_what_another_built() throws IOException {
        keep(planOf("one", "a"), "program", "binary");

        assertThat(found(planOf("other", "a"))).isEmpty();
    }

    @Test
    void lasts_longer_than_the_process() throws IOException {
        Plan plan = planOf("local", "a");
        keep(plan, "program", "binary");

        cache = opened(Bytes.mebi(1), 100);

        try (Built built = found(plan).orElseThrow()) {
            assertThat(contentsOf(built)).contains("program true binary");
        }
    }

    @Test
    void a_file_that_was_damaged_is_no_build() throws IOException {
        Plan plan = planOf("local", "a");
        keep(plan, "program", "binary");
        Path file = filesBelow(directory).getFirst();
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += 7) {
            bytes[at] ^= 1;
            Files.write(file, bytes);
            cache = opened(Bytes.mebi(1), 100);

            assertThat(found(plan)).isEmpty();
            assertThat(file).doesNotExist();
            bytes[at] ^= 1;
        }
    }

    @Test
    void a_file_that_was_cut_short_is_no_build() throws IOException {
        Plan plan = planOf("local", "a");
        keep(plan, "program", "binary");
        Path file = filesBelow(directory).getFirst();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20));

        assertThat(found(plan)).isEmpty();
        assertThat(found(plan)).isEmpty();
    }

    @Test
    void drafts_of_an_earlier_process_are_removed() throws IOException {
        Path left = Files.createFile(directory.resolve("123.draft"));

        cache = opened(Bytes.mebi(1), 100);

        assertThat(left).doesNotExist();
    }

    @Test
    void the_least_recently_used_go_when_there_are_too_many() throws IOException {
        cache = opened(Bytes.mebi(1), 2);
        keep(planOf("local", "a"), "program", "a");
        keep(planOf("local", "b"), "program", "b");
        close(found(planOf("local", "a")));

        keep(planOf("local", "c"), "program", "c");

        assertThat(isKept("a")).isTrue();
        assertThat(isKept("b")).isFalse();
        assertThat(isKept("c")).isTrue();
        assertThat(filesBelow(directory)).hasSize(2);
    }

    @Test
    void the_least_recently_used_go_when_they_are_too_large() throws IOException {
        cache = opened(Bytes.kibi(10), 100);
        keep(planOf("local", "a"), "program", "x".repeat(4_000));
        keep(planOf("local", "b"), "program", "x".repeat(4_000));

        keep(planOf("local", "c"), "program", "x".repeat(4_000));

        assertThat(isKept("a")).isFalse();
        assertThat(isKept("b")).isTrue();
        assertThat(isKept("c")).isTrue();
    }

    @Test
    void the_order_of_use_is_known_after_a_restart() throws IOException {
        keep(planOf("local", "a"), "program", "a");
        keep(planOf("local", "b"), "program", "b");
        now = now.plusSeconds(3_600);
        close(found(planOf("local", "a")));

        cache = opened(Bytes.mebi(1), 1);

        assertThat(isKept("a")).isTrue();
        assertThat(isKept("b")).isFalse();
    }

    @Test
    void what_nobody_used_for_a_week_goes_from_the_disk() throws IOException {
        keep(planOf("gone", "a"), "program", "a");
        keep(planOf("local", "b"), "program", "b");
        now = now.plus(Duration.ofDays(6));
        close(found(planOf("local", "b")));
        now = now.plus(Duration.ofDays(2));

        cache.dropUnused();

        assertThat(isKept("b")).isTrue();
        assertThat(filesBelow(directory)).hasSize(1);
    }

    @Test
    void what_nobody_used_for_a_week_goes_when_a_worker_that_was_away_comes_back() throws IOException {
        keep(planOf("gone", "a"), "program", "a");
        now = now.plus(Duration.ofDays(8));

        cache = opened(Bytes.mebi(1), 100);

        assertThat(filesBelow(directory)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DIGEST", "NONE"})
    void of_what_retains_less_than_all_nothing_is_on_the_disk_once_it_is_built(Retain retain) throws IOException {
        Plan plan = retaining(planOf("local", "a"), retain);
        try (BuildDraft draft = cache.draft(plan, stepOf(plan))) {
            draft.add(new WorkPath("program"), true, stream("binary"));

            try (Built built = draft.keep(resultOf())) {
                assertThat(filesBelow(directory)).isEmpty();
                assertThat(contentsOf(built)).containsExactly("program true binary");
            }
        }

        assertThat(found(plan)).isEmpty();
    }

    @Test
    void a_build_that_goes_as_it_is_found_is_not_held_open() throws IOException {
        Plan plan = planOf("local", "a");
        keep(plan, "program", "binary");
        Path file = filesBelow(directory).getFirst();
        cache = BuildCache.open(directory, Bytes.mebi(1), 100, () -> {
            if (isHeld(file)) {
                remove(file);
            }
            return now;
        });

        assertThat(found(plan)).isEmpty();

        assertThat(file).doesNotExist();
        assertThat(isHeld(file)).isFalse();
    }

    private static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isHeld(Path file) {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.anyMatch(each -> target(each).startsWith(file.toString()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static Plan retaining(Plan plan, Retain retain) {
        return new Plan(
                plan.id(),
                plan.tenant(),
                plan.runtime(),
                plan.tier(),
                plan.files(),
                plan.stdin(),
                plan.build(),
                plan.run(),
                plan.collect(),
                plan.policy(),
                plan.dialogue(),
                retain,
                plan.repeatability(),
                plan.secrets(),
                plan.supplies());
    }

    @Test
    void of_what_a_tenant_erased_no_build_is_left_and_others_keep_theirs() throws IOException {
        keep(planOf("one", "a"), "program", "ours");
        keep(planOf("one", "b"), "program", "ours");
        keep(planOf("one-more", "a"), "program", "theirs");

        cache.forget(new TenantId("one"));

        assertThat(found(planOf("one", "a"))).isEmpty();
        assertThat(close(found(planOf("one-more", "a")))).isTrue();
        assertThat(filesBelow(directory)).hasSize(1);
    }

    @Test
    void what_is_too_large_for_the_cache_serves_once() throws IOException {
        cache = opened(Bytes.kibi(4), 100);
        Plan plan = planOf("local", "a");
        try (BuildDraft draft = cache.draft(plan, stepOf(plan))) {
            draft.add(new WorkPath("program"), true, stream("x".repeat(5_000)));

            try (Built built = draft.keep(resultOf())) {
                assertThat(contentsOf(built)).containsExactly("program true " + "x".repeat(5_000));
            }
        }

        assertThat(found(plan)).isEmpty();
        assertThat(filesBelow(directory)).isEmpty();
    }

    @Test
    void a_build_may_be_dropped_while_it_is_in_use() throws IOException {
        cache = opened(Bytes.mebi(1), 1);
        keep(planOf("local", "a"), "program", "binary");
        try (Built built = found(planOf("local", "a")).orElseThrow()) {
            keep(planOf("local", "b"), "program", "b");

            assertThat(contentsOf(built)).contains("program true binary");
        }
    }

    @Test
    void nobody_else_may_read_it() throws IOException {
        keep(planOf("local", "a"), "program", "binary");

        Path file = filesBelow(directory).getFirst();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling("."))))
                .isEqualTo("rwx------");
    }

    private BuildCache opened(Bytes bytesMax, int buildsMax) throws IOException {
        return BuildCache.open(directory, bytesMax, buildsMax, () -> now);
    }

    private boolean isKept(String source) throws IOException {
        return close(found(planOf("local", source)));
    }

    private static boolean close(Optional<Built> built) {
        built.ifPresent(Built::close);
        return built.isPresent();
    }

    private Optional<Built> found(Plan plan) throws IOException {
        return cache.find(plan, stepOf(plan));
    }

    private void keep(Plan plan, String path, String text) throws IOException {
        try (BuildDraft draft = cache.draft(plan, stepOf(plan))) {
            draft.add(new WorkPath(path), true, stream(text));
            draft.add(new WorkPath("notes.txt"), false, stream("n"));
            draft.keep(resultOf()).close();
        }
    }

    private static StepResult resultOf() {
        return new StepResult(REPORT, Plans.LIMITS, new byte[0], "warning".getBytes(UTF_8));
    }

    private static Plan planOf(String tenant, String source) {
        return aPlan().tenant(tenant)
                .file("main.c", source)
                .build(List.of("*"), "cc")
                .plan();
    }

    private static StepPlan stepOf(Plan plan) {
        return plan.build().orElseThrow();
    }

    private static List<String> contentsOf(Built built) throws IOException {
        List<String> contents = new ArrayList<>();
        for (Built.Entry entry : built.files()) {
            try (InputStream bytes = built.open(entry)) {
                contents.add(entry.path() + " " + entry.executable() + " " + new String(bytes.readAllBytes(), UTF_8));
            }
        }
        return contents;
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
