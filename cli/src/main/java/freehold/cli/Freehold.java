package freehold.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command itself: what it says when asked for nothing, and what it can do. */
@Command(
        name = "freehold",
        description = "Runs code that nobody has to trust, on machines that its owner controls.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold run examples/primes.py 20     runs a program in a cell, no server needed",
            "  freehold up                            serves the HTTP API on 127.0.0.1:8080",
            "  freehold check                         in a checkout: all tests (--fast: those that need no root)",
            "  freehold help run                      more of a command"
        })
final class Freehold implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitStatus.USAGE;
    }
}
