package freehold.cli.doctor;

import freehold.cli.doctor.Finding.Grade;
import java.util.ArrayList;
import java.util.List;

/** All checks, in the order in which they are told. */
final class Doctor {
    /** What Freehold is to do on the host: how many cells at one time, and where it keeps what lasts. */
    record Purpose(int cells, String dataFolder) {}

    private Doctor() {}

    static List<Finding> examine(Host host, Purpose purpose) {
        List<Finding> findings = new ArrayList<>();
        KernelChecks.ALL.forEach(check -> findings.add(check.apply(host)));
        ResourceChecks.ALL.forEach(check -> findings.add(check.apply(host, purpose)));
        HygieneChecks.ALL.forEach(check -> findings.add(check.apply(host)));
        return List.copyOf(findings);
    }

    static boolean canRun(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.grade() == Grade.FATAL);
    }

    /** For people: one line a finding, and below it what it costs and how to mend it. */
    static String describe(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append("%s %-16s %s%n".formatted(mark(finding.grade()), finding.subject(), finding.found()));
            if (finding.grade() != Grade.OK) {
                text.append("    costs:  ").append(finding.costs()).append('\n');
                text.append("    mend:   ").append(finding.mend()).append('\n');
            }
        }
        return text.append(canRun(findings) ? "Freehold can run here.\n" : "Freehold cannot run here.\n")
                .toString();
    }

    private static String mark(Grade grade) {
        return switch (grade) {
            case OK -> "✓";
            case COSTS -> "!";
            case FATAL -> "✗";
        };
    }
}
