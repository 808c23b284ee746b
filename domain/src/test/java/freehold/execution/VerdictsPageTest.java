package freehold.execution;

import static freehold.execution.Reports.aReport;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Cause;
import freehold.cell.Limit;
import freehold.cell.Signal;
import freehold.quantity.Bytes;
import freehold.secret.SecretName;
import freehold.secret.SecretVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every sentence that an end is explained by, as a set: from every cause in every step, and from every end that no worker tells of. */
class VerdictsPageTest {
    private static final Path PAGE = Path.of(System.getProperty("freehold.home"), "docs", "verdicts.md");

    /** Those that end a program which does not handle them (signal(7)). */
    private static final List<Signal> ENDING = Arrays.stream(Signal.values())
            .filter(each -> switch (each) {
                case SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH -> false;
                default -> true;
            })
            .toList();

    /** Shown of one step alone. */
    private static final Set<String> IN_RUN_ALONE = ENDING.stream()
            .filter(each -> each != Signal.SIGSEGV)
            .map(Signal::name)
            .collect(Collectors.toSet());

    /** What happened, and what is said of it. */
    private record Said(String when, Verdict verdict, String explanation) {}

    private final List<Said> all = everything();

    @Test
    void the_page_in_docs_has_every_sentence() throws Exception {
        String page = markdown();

        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void no_verdict_and_no_end_is_left_out() {
        assertThat(all).extracting(Said::verdict).contains(Verdict.values());
        assertThat(untold()).extracting(Object::getClass).containsExactlyInAnyOrder(cases(Untold.class));
    }

    @Test
    void whatever_did_not_succeed_is_told_what_to_do_next() {
        assertThat(all)
                .filteredOn(each -> each.verdict() != Verdict.SUCCEEDED)
                .allSatisfy(each -> assertThat(each.explanation())
                        .as(each.when())
                        .matches("(?s).+\\. .+\\.")
                        .doesNotContain("null"));
    }

    @Test
    void an_end_at_a_limit_says_which_how_much_and_by_which_field_to_raise_it() {
        Map<Cause, Limit> ending = new EnumMap<>(Map.of(
                Cause.CPU, Limit.CPU,
                Cause.WALL, Limit.WALL,
                Cause.MEMORY, Limit.MEMORY,
                Cause.STDOUT, Limit.OUTPUT,
                Cause.STDERR, Limit.OUTPUT));

        ending.forEach((cause, limit) -> Stream.of(StepName.values())
                .forEach(step -> reports(cause).forEach((_, report) -> {
                    String field = (step == StepName.BUILD ? "build_limits." : "limits.") + limit.label();
                    assertThat(ruling(step, report).explanation())
                            .contains(" " + field)
                            .contains("in the " + step.name().toLowerCase(Locale.ROOT) + " step")
                            .containsPattern("limit of [0-9][0-9,.]* (ms|MiB)");
                })));
    }

    @Test
    void an_end_that_is_no_cancellation_is_not_laid_to_a_stop() {
        for (Verdict verdict : Verdict.values()) {
            Outcome outcome = outcome(new Ruling(verdict, "It ended."));

            if (verdict == Verdict.CANCELLED) {
                assertThat(outcome.byStop().explanation()).isEqualTo("Its server was stopped. It ended.");
            } else {
                assertThat(outcome.byStop()).isEqualTo(outcome);
            }
        }
    }

    private static Outcome outcome(Ruling ruling) {
        return new Outcome(
                ruling.verdict(),
                ruling.explanation(),
                Optional.empty(),
                Optional.empty(),
                false,
                Start.COLD,
                List.of(),
                Timing.NONE);
    }

    private static Class<?>[] cases(Class<?> sealed) {
        return sealed.getPermittedSubclasses();
    }

    private static List<Said> everything() {
        List<Said> said = new ArrayList<>();
        for (StepName step : StepName.values()) {
            String where = step.name().toLowerCase(Locale.ROOT);
            for (Cause cause : Cause.values()) {
                reports(cause).forEach((what, report) -> {
                    Ruling ruling = ruling(step, report);
                    if (step == StepName.BUILD && IN_RUN_ALONE.contains(what)) {
                        return; // the sentence differs in the name of the step alone, as the others show
                    }
                    said.add(new Said(where + ": " + what, ruling.verdict(), ruling.explanation()));
                });
            }
            endings(step).forEach((what, ending) -> {
                Ruling ruling = Ruling.of(ending);
                said.add(new Said(where + ": " + what, ruling.verdict(), ruling.explanation()));
                if (ruling.verdict() == Verdict.CANCELLED) {
                    String stopped = outcome(ruling).byStop().explanation();
                    said.add(new Said(where + ": " + what + ", by a stop of its server", ruling.verdict(), stopped));
                }
            });
        }
        Outcome waiting = new Untold.Withdrawn().outcome().byStop();
        said.add(new Said("withdrawn, by a stop of its server", waiting.verdict(), waiting.explanation()));
        untold().forEach(end -> {
            Outcome outcome = end.outcome();
            said.add(new Said(words(end.getClass().getSimpleName()), outcome.verdict(), outcome.explanation()));
        });
        return said;
    }

    /** A cell's reports of one cause, each under what happened. */
    private static Map<String, Reports> reports(Cause cause) {
        Map<String, Reports> reports = new LinkedHashMap<>();
        switch (cause) {
            case ITSELF -> {
                reports.put("exit 0", aReport());
                reports.put("exit 3, with stderr", aReport().exitCode(3).wrote(0, 120));
                reports.put("exit 3, with stdout alone", aReport().exitCode(3));
                reports.put("exit 3, without output", aReport().exitCode(3).wrote(0, 0));
                reports.put(
                        "exit 1, after processes were refused",
                        aReport().exitCode(1).wrote(0, 120).processesRefused(1_200));
                reports.put(
                        "exit 1, with a full disk",
                        aReport().exitCode(1).wrote(0, 120).diskFull());
                reports.put(
                        "exit 1, with as many files as a disk can have",
                        aReport().exitCode(1).wrote(0, 120).diskFullOfNames());
                reports.put(
                        "exit 1, with stderr that tells of no network",
                        aReport().exitCode(1).wrote("", "curl: (6) Could not resolve host: example.com"));
                reports.put(
                        "exit 1, with stderr that tells of a full heap",
                        aReport().exitCode(1).wrote("", "java.lang.OutOfMemoryError: Java heap space"));
                reports.put(
                        "SIGABRT, with stderr that tells of a full heap",
                        aReport().signal(6).wrote("", "JavaScript heap out of memory"));
                reports.put(
                        "exit 0, after a child was killed for memory", aReport().oomKills(1));
                for (Signal signal : ENDING) {
                    reports.put(signal.name(), aReport().signal(signal.number()).wrote(0, 120));
                }
                reports.put("a real-time signal", aReport().signal(37).wrote(0, 0));
            }
            case CPU ->
                reports.put(
                        "CPU",
                        ended(Cause.CPU, 1_003_000)
                                .cpu(Duration.ofMillis(1_004))
                                .wall(Duration.ofMillis(1_010)));
            case WALL -> {
                reports.put(
                        "time, while it computed",
                        ended(Cause.WALL, 3_000_200).cpu(Duration.ofMillis(900)).wall(Duration.ofMillis(3_002)));
                reports.put(
                        "time, while it waited", ended(Cause.WALL, 3_000_200).wall(Duration.ofMillis(3_002)));
            }
            case STDOUT -> reports.put("stdout", ended(Cause.STDOUT, 1_048_577));
            case STDERR -> reports.put("stderr", ended(Cause.STDERR, 1_048_577));
            case MEMORY -> {
                reports.put("memory", ended(Cause.MEMORY, 0).oomKills(1));
                reports.put("memory, most of it files", ended(Cause.MEMORY, 0).diskPeak(Bytes.mebi(65)));
                reports.put(
                        "memory, with a full disk",
                        ended(Cause.MEMORY, 0).diskPeak(Bytes.mebi(65)).diskFull());
            }
            case FORBIDDEN -> {
                reports.put("a call that has a name", ended(Cause.FORBIDDEN, 0).deniedSyscall(165));
                reports.put("a call that has none", ended(Cause.FORBIDDEN, 0).deniedSyscall(999));
            }
            case KILLED -> reports.put("killed on demand", ended(Cause.KILLED, 0));
            case NO_EXEC -> {
                for (Unstartable each : Unstartable.values()) {
                    int errno = each == Unstartable.OTHER ? 5 : each.errno();
                    reports.put(
                            "not started: " + each.name(),
                            aReport().exitCode(126).cause(Cause.NO_EXEC, errno).wrote(0, 0));
                }
            }
        }
        return reports;
    }

    private static Reports ended(Cause cause, long value) {
        return aReport().signal(9).cause(cause, value);
    }

    /** Ends that are not one step's own. */
    private static Map<String, Ending> endings(StepName step) {
        Optional<StepResult> killed =
                Optional.of(aReport().signal(9).cause(Cause.KILLED).result());
        Optional<StepResult> built = Optional.of(aReport().result());
        Map<String, Ending> endings = new LinkedHashMap<>();
        endings.put("cancelled before it began", ending(Optional.empty(), Optional.empty(), Optional.of(step)));
        endings.put(
                "cancelled",
                step == StepName.BUILD
                        ? ending(killed, Optional.empty(), Optional.of(step))
                        : ending(built, killed, Optional.of(step)));
        if (step == StepName.BUILD) {
            endings.put(
                    "left more than the run step has room for",
                    new Ending(
                            built,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(new Ending.Unplaced(Bytes.mebi(120), Bytes.mebi(64))),
                            Optional.empty()));
        }
        endings.put(
                "we failed",
                new Ending(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new FaultId("flt_1"))));
        return endings;
    }

    private static List<Untold> untold() {
        return List.of(
                new Untold.Withdrawn(),
                new Untold.CancelledAndLost(),
                new Untold.Lost(),
                new Untold.LostInDialogue(),
                new Untold.LostInCompany(),
                new Untold.Unreadable(),
                new Untold.LeftBehind(),
                new Untold.LeftWithoutPlace(),
                new Untold.LeftBehindInDialogue(),
                new Untold.SecretGone(new SecretVersion(new SecretName("token"), 2)),
                new Untold.SecretsSealed());
    }

    private static Ruling ruling(StepName step, Reports report) {
        Optional<StepResult> result = Optional.of(report.result());
        Optional<StepResult> good = Optional.of(aReport().result());
        boolean failedBuild = step == StepName.BUILD && Ruling.verdictOf(report.report()) != Verdict.SUCCEEDED;
        return Ruling.of(
                switch (step) {
                    case BUILD -> ending(result, failedBuild ? Optional.empty() : good, Optional.empty());
                    case RUN -> ending(Optional.empty(), result, Optional.empty());
                });
    }

    private static Ending ending(Optional<StepResult> build, Optional<StepResult> run, Optional<StepName> cancelled) {
        return new Ending(build, run, cancelled, Optional.empty(), Optional.empty());
    }

    /** {@code LostInCompany} as {@code lost in company}. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private String markdown() {
        StringBuilder page = new StringBuilder("""
                # Verdicts and their explanations

                Every execution ends with one verdict and one explanation. It names the limit or the call that ended the program, the value of the
                limit and the value measured, the step, the time, and what to do next. These are all of them, from made-up reports of a cell with
                a CPU limit of 1 s, a wall-clock limit of 3 s, 256 MiB of memory, 64 processes, 1 MiB of output and 64 MiB of disk;
                `VerdictsPageTest` writes this page and fails when a sentence changes or one is missing.

                A limit is asked for by `limits` in a request, and by `build_limits` for the build step; `freehold run` has `--limit` for it. Which
                verdict is given where several would fit is in the order of this page.
                """);
        for (Verdict verdict : Verdict.values()) {
            page.append("\n## `").append(verdict.label()).append("`\n\n");
            page.append(meaning(verdict)).append("\n\n| when | explanation |\n|---|---|\n");
            all.stream()
                    .filter(each -> each.verdict() == verdict)
                    .forEach(each -> page.append("| ")
                            .append(each.when())
                            .append(" | ")
                            .append(each.explanation())
                            .append(" |\n"));
        }
        return page.toString();
    }

    private static String meaning(Verdict verdict) {
        return switch (verdict) {
            case FAULTED -> "Freehold failed, not the program. Nobody pays for it.";
            case CANCELLED ->
                "Somebody ended it: by a call, or by going away before the answer without an idempotency key. Or its server was stopped.";
            case BUILD_FAILED ->
                "The build step did not end with exit code 0, whatever ended it; there is no run step.";
            case MEMORY_EXCEEDED ->
                "The kernel killed a process of the cell for want of memory. Files count as memory.";
            case CPU_EXCEEDED -> "All processes and threads together took more CPU time than the limit.";
            case WALL_EXCEEDED -> "It took longer than the limit, whatever it did.";
            case OUTPUT_EXCEEDED ->
                "It wrote more to stdout or to stderr than the limit, which each of them has for itself.";
            case FORBIDDEN ->
                "It made a system call of the short list that ends a program; `evidence.denied_syscalls` has it.";
            case CRASHED -> "A signal ended it that was not from a limit; `signal` has its name.";
            case FAILED -> "It exited with another code than 0, or could not be started.";
            case SUCCEEDED -> "It exited with 0. There is nothing to do.";
        };
    }
}
