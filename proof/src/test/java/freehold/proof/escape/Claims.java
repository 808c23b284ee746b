package freehold.proof.escape;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.proof.escape.Run.Seen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds what was seen against what a header promises. */
record Claims(Map<String, Integer> systemCalls) {
    private static final int X86_64 = 0xC000003E; // AUDIT_ARCH_X86_64, linux/audit.h
    private static final int I386 = 0x40000003;
    private static final int ENTRIES_MAX = 1000;

    /** Fails unless everything that the header promises came true. */
    void kept(HostileProgram program, String oneCase, List<Seen> seen) throws IOException {
        for (Seen one : seen) {
            assertThat(one.lines("OPEN")).as("what was let through").isEmpty();
            assertThat(one.lines("ODD")).as("what is not understood").isEmpty();
            assertThat(ended(program, oneCase, one))
                    .as("whether %s was promised, saying %s", one.report(), one.said())
                    .isTrue();
            within(program, one);
            if (program.header().find("Refusals").isPresent()) {
                assertThat(one.report().processesRefused()).isPositive();
            }
            collected(program, one);
            if (program.header().find("Asks").isPresent()) {
                assertThat(one.visit().refusesToFetch(oneCase))
                        .as("a refusal of %s", oneCase)
                        .isTrue();
            }
        }
        assertThat(inCommon(seen)).as("what two cells have in common").isEmpty();
    }

    /** What shows that the boundary is open, if anything: not merely that something went wrong. */
    Optional<String> opening(HostileProgram program, String oneCase, List<Seen> seen) throws IOException {
        List<String> shown = new ArrayList<>(inCommon(seen));
        for (Seen one : seen) {
            shown.addAll(one.lines("OPEN"));
            if (!program.promise(oneCase).isHeldAlone() && !ended(program, oneCase, one)) {
                shown.add("it ended otherwise: " + one.report());
            }
            for (String path : program.header().words("Refuses")) {
                one.visit().fetch(path).ifPresent(_ -> shown.add("it was collected: " + path));
            }
        }
        return shown.stream().findFirst();
    }

    private boolean ended(HostileProgram program, String oneCase, Seen seen) {
        return program.promise(oneCase).ends().stream().anyMatch(end -> isThisEnd(end, seen));
    }

    /** What more than one cell says of itself though it must be its own. */
    private static Set<String> inCommon(List<Seen> seen) {
        Set<String> known = new HashSet<>();
        return seen.stream()
                .flatMap(one -> one.lines("DIFFERS").stream())
                .filter(line -> !known.add(line))
                .collect(Collectors.toSet());
    }

    private boolean isThisEnd(Promise.End end, Seen seen) {
        CellReport report = seen.report();
        return switch (end) {
            case Promise.Held(boolean acceptsChannel) ->
                report.cause() == Cause.ITSELF
                        && report.signal() == 0
                        && report.exitCode() == 0
                        && seen.said().lines().anyMatch("HELD"::equals)
                        && (acceptsChannel || seen.lines("ACCEPTED").isEmpty());
            case Promise.Crashed(int signal) -> report.cause() == Cause.ITSELF && report.signal() == signal;
            case Promise.Ended(Cause cause) -> report.cause() == cause;
            case Promise.Denied denied ->
                report.cause() == Cause.FORBIDDEN
                        && report.deniedSyscall() == number(denied.call())
                        && report.deniedArch() == (denied.machine().isPresent() ? I386 : X86_64);
        };
    }

    private int number(String call) {
        return Character.isDigit(call.charAt(0)) ? Integer.decode(call) : systemCalls.getOrDefault(call, -1);
    }

    private static void within(HostileProgram program, Seen seen) {
        program.header().find("Within").ifPresent(text -> {
            Duration most = Duration.ofMillis(Long.parseLong(text.replace(" ms", "")));
            assertThat(seen.elapsed()).as("the time to its confirmed end").isLessThan(most);
        });
    }

    /** Files after the end: those that are named, and of every other that none of its bytes come from elsewhere. */
    private static void collected(HostileProgram program, Seen seen) throws IOException {
        if (!program.name().startsWith("harvest/")) {
            return;
        }
        Visit.Listing listing = seen.visit().list(ENTRIES_MAX);
        List<String> planted = listing.paths().stream()
                .filter(path -> !path.equals(program.fileName()) && !path.equals("host"))
                .toList();
        listed(program, listing, planted);
        for (String path : planted) {
            seen.visit()
                    .fetch(path)
                    .ifPresent(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                            .as("what is in %s", path)
                            .matches("(planted)?"));
        }
        for (String path : program.header().words("Refuses")) {
            assertThat(seen.visit().fetch(path)).as("a fetch of %s", path).isEmpty();
        }
    }

    private static void listed(HostileProgram program, Visit.Listing listing, List<String> planted) {
        List<String> names = program.header().words("Lists");
        if (names.size() == 3 && names.get(0).equals("at")) {
            assertThat(listing.paths()).hasSizeLessThanOrEqualTo(Integer.parseInt(names.get(2)));
            assertThat(planted).isNotEmpty();
        } else if (!names.isEmpty()) {
            assertThat(planted).containsExactlyInAnyOrderElementsOf(names);
            assertThat(listing.truncated()).isFalse();
        }
    }
}
