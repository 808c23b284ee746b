package freehold.cli.execution;

import freehold.cli.remote.ExecutionIds;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code freehold execution}. */
@Command(
        name = "execution",
        description = "Lists executions of a server, shows one, ends and erases them, saves their files.",
        subcommands = {
            ExecutionListCommand.class,
            ExecutionShowCommand.class,
            ExecutionCancelCommand.class,
            ExecutionEraseCommand.class,
            ExecutionSaveCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold execution list --verdict failed --label group:cs1",
            "  freehold execution show exe_01k…",
            "  freehold execution save exe_01k… --to results"
        })
public final class ExecutionCommand {
    static final String PATH = "/v1/executions";

    /** Where one is; an id that cannot be one is refused here. */
    static String at(String id) {
        ExecutionIds.require(id);
        return PATH + "/" + id;
    }

    /** All of them, once each, before anything is done to the first. */
    static List<String> distinct(List<String> ids) {
        ids.forEach(ExecutionIds::require);
        return ids.stream().distinct().toList();
    }
}
