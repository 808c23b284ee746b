package freehold.proof.escape;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.proof.escape.Run.Seen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what was seen against what a header promises. */
record Claims(Map<String, Integer> systemCalls) {
    private static final int X86_64 = 0xC000003E; // AUDIT_ARCH_X86_64, linux/audit.h
    private static final int I386 = 0x40000003;
    private static final int ENTRIES_MAX = 1000;

    void kept(HostileProgram program, String oneCase, Seen seen) throws IOException {
        assertThat(seen.lines("OPEN")).as("what was let through, in %s", seen.said()).isEmpty();
        assertThat(seen.lines("ODD")).as("what is not understood").isEmpty();
        assertThat(program.promise(oneCase).ends())
                .as("%s, saying %s", seen.report(), seen.said())
                .anyMatch(end -> isThisEnd(end, seen));
        within(program, seen);
        if (program.header().find("Refusals").isPresent()) {
            assertThat(seen.report().processesRefused()).isPositive();
        }
        collected(program, seen);
        if (program.header().find("Asks").isPresent()) {
            assertThat(seen.visit().refusesToFetch(oneCase)).as("a fetch of %s", oneCase).isTrue();
        }
    }

    /** What two cells say of themselves that must not be equal is not. */
    void apart(Seen first, Seen second) {
        Set<String> equal = new HashSet<>(first.lines("DIFFERS"));
        equal.retainAll(second.lines("DIFFERS"));
        assertThat(equal).as("what two cells have in common").isEmpty();
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
            seen.visit().fetch(path).ifPresent(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
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
