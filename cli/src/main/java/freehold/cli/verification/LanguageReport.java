package freehold.cli.verification;

import freehold.cli.machine.Machine;
import freehold.runtime.Catalogue;
import freehold.runtime.Missing;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A verification as a page of Markdown: what was verified, where, and what a start of each costs.
 *
 * @param began in UTC on the page
 * @param machine that the costs were measured on
 * @param catalogue names the packs of which nothing is here
 */
public record LanguageReport(Instant began, Machine machine, Verification verification, Catalogue catalogue) {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);
    private static final int DIGEST_DIGITS = 12;

    /** The page. */
    public String markdown() {
        List<Verified> done = verification.done();
        StringBuilder page = new StringBuilder();
        page.append("# Languages\n\n").append(summary(done)).append("\n\n").append(head());
        done.forEach(each -> page.append(row(each)));
        section(
                page,
                "What did not end as promised",
                done.stream()
                        .flatMap(each -> each.broken().stream()
                                .map(words -> "- %s %s: %s"
                                        .formatted(
                                                each.runtime().pack().name(),
                                                each.runtime().version(),
                                                cell(words))))
                        .toList());
        section(
                page,
                "What this machine lacks",
                catalogue.missing().stream().map(LanguageReport::lacking).toList());
        return page.toString();
    }

    private String summary(List<Verified> done) {
        long languages = done.stream()
                .map(each -> each.runtime().pack().name())
                .distinct()
                .count();
        String left = done.size() == verification.asked()
                ? ""
                : " It was ended before all were verified: %d of %d.".formatted(done.size(), verification.asked());
        return """
                Written by `freehold runtime verify --report`, which ran the samples of each pack in real cells: **%d languages in %d variants**, \
                %d samples as promised, %d not.%s

                %s; %s.

                CPU and memory are those of the first sample that succeeds, started cold: what the smallest program needs, so that limits can be fair. \
                CPU is the sum over all processors, memory the peak of the cell. Size is that of the files a cell sees, of which bundles share many.""".formatted(
                        languages,
                        done.size(),
                        verification.passed(),
                        verification.failed(),
                        left,
                        MINUTE.format(began.atOffset(ZoneOffset.UTC)),
                        machine.line());
    }

    private static String head() {
        return """
                | language | name | version | from | digest | size | samples | build CPU ms | build memory | run CPU ms | run memory |
                |---|---|---|---|---|--:|--:|--:|--:|--:|--:|
                """;
    }

    private static String row(Verified each) {
        return "| %s | `%s` | %s | %s | `%s` | %s | %d of %d | %s | %s | %s | %s |%n"
                .formatted(
                        cell(each.runtime().pack().title()),
                        each.runtime().pack().name(),
                        cell(each.runtime().version()),
                        each.runtime().source(),
                        each.runtime().digest().hex().substring(0, DIGEST_DIGITS),
                        each.runtime().size(),
                        each.passed(),
                        each.samples(),
                        cpu(each.build()),
                        memory(each.build()),
                        cpu(each.run()),
                        memory(each.run()));
    }

    private static String cpu(Optional<StepCost> cost) {
        return cost.map(step -> String.valueOf(step.cpu().toMillis())).orElse("–");
    }

    private static String memory(Optional<StepCost> cost) {
        return cost.map(step -> step.memory().toString()).orElse("–");
    }

    private static String lacking(Missing missing) {
        return "- " + cell(missing.pack().title()) + ": " + cell(missing.reason());
    }

    private static void section(StringBuilder page, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            page.append("\n## ").append(title).append("\n\n");
            lines.forEach(line -> page.append(line).append('\n'));
        }
    }

    /** Text of a program or of a pack, which must not end its cell or its line. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;");
    }
}
