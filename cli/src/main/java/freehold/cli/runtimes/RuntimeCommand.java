package freehold.cli.runtimes;

import picocli.CommandLine.Command;

/** {@code freehold runtime}. */
@Command(
        name = "runtime",
        description = "What can be run here.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            RuntimeListCommand.class,
            RuntimeVerifyCommand.class,
            RuntimeInstallCommand.class,
            RuntimeLockCommand.class,
            RuntimeRebuildCommand.class,
            RuntimeExportCommand.class,
            RuntimeImportCommand.class,
            RuntimePruneCommand.class
        })
public final class RuntimeCommand {}
