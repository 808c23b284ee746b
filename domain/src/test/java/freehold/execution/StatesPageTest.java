package freehold.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page in docs is drawn from the table. */
class StatesPageTest {
    @Test
    void the_page_in_docs_is_what_the_table_says() throws Exception {
        Path page = Path.of(System.getProperty("freehold.home"), "docs", "states.md");

        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(page, markdown());
        }

        assertThat(Files.readString(page)).isEqualTo(markdown());
    }

    private static String markdown() {
        StringBuilder page = new StringBuilder("""
                # States of an execution

                Drawn from `freehold.execution.Transition`; `StatesPageTest` fails when this page is not current, and `StateWalkTest` walks every
                arrow through a server. A dashed word at an arrow means: at the start of a server, for what the one before it left behind.

                ```mermaid
                stateDiagram-v2
                """);
        for (Transition each : Transition.values()) {
            if (each.from().isEmpty()) {
                arrow(page, "[*]", each);
            }
            each.from().forEach(from -> arrow(page, from.label(), each));
        }
        page.append("    finished --> [*]\n```\n\n");
        page.append("| transition | from | to | caused by | when | stored |\n|---|---|---|---|---|---|\n");
        for (Transition each : Transition.values()) {
            String from = each.from().stream().sorted().map(State::label).collect(Collectors.joining(", "));
            page.append("| %s | %s | %s | %s | %s%s | %s |%n"
                    .formatted(
                            name(each),
                            from.isEmpty() ? "–" : from,
                            each.to().label(),
                            each.actor().name().toLowerCase(Locale.ROOT),
                            each.occasion() == Transition.Occasion.START ? "at the start of a server: " : "",
                            each.when(),
                            each.durable()));
        }
        page.append("""

                A batch has no state of its own: it is as finished as its executions are. An end is stored once: a finished execution is never replaced in the
                record, and a second report of an end has no effect.
                """);
        return page.toString();
    }

    private static void arrow(StringBuilder page, String from, Transition transition) {
        String dash = transition.occasion() == Transition.Occasion.START ? "- " : "";
        page.append("    %s --> %s: %s%s%n".formatted(from, transition.to().label(), dash, name(transition)));
    }

    private static String name(Transition transition) {
        return transition.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
