package freehold.control.dialect.librechat;

import freehold.control.dialect.Output;
import freehold.control.dialect.PeerJson;
import freehold.execution.Execution;
import freehold.execution.Outcome;
import freehold.execution.StepResult;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of a run, in the peer's form. It has no place for a verdict, so one that is not seen in the output is told there. */
final class RunAnswer {
    private RunAnswer() {}

    static ObjectNode of(Execution execution, List<SessionFile> files) {
        Outcome outcome = execution.outcome().orElseThrow();
        String session = ShortName.of(execution.id());
        ObjectNode json = PeerJson.object()
                .put("session_id", session)
                .put(
                        "stdout",
                        outcome.run().map(StepResult::stdout).map(Output::text).orElse(""))
                .put("stderr", stderr(outcome));
        ArrayNode list = json.putArray("files");
        files.forEach(file -> list.addObject()
                .put("id", file.id())
                .put("name", file.name())
                .put("session_id", session)
                .put("storage_session_id", session));
        return json;
    }

    private static String stderr(Outcome outcome) {
        StringBuilder stderr = new StringBuilder();
        Optional<StepResult> told = outcome.run().or(outcome::build);
        told.ifPresent(step -> stderr.append(Output.text(step.stderr())));
        if (outcome.run().isEmpty()) {
            told.ifPresent(step -> stderr.append(Output.text(step.stdout())));
        }
        boolean isSeen = switch (outcome.verdict()) {
            case SUCCEEDED -> true;
            case FAILED, BUILD_FAILED -> !stderr.isEmpty();
            case CRASHED,
                    CPU_EXCEEDED,
                    WALL_EXCEEDED,
                    MEMORY_EXCEEDED,
                    OUTPUT_EXCEEDED,
                    FORBIDDEN,
                    CANCELLED,
                    FAULTED -> false;
        };
        if (!isSeen) {
            stderr.append(stderr.isEmpty() || stderr.charAt(stderr.length() - 1) == '\n' ? "" : "\n")
                    .append(outcome.explanation());
        }
        return stderr.toString();
    }
}
