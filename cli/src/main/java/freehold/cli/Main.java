package freehold.cli;

import freehold.cli.runtimes.RuntimeListCommand;
import freehold.cli.serve.UpCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The entry of the JVM; {@code ./freehold} starts it. */
public final class Main {
    private static final int HELP_WIDTH = 100;

    private Main() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // numbers are written with a point, whoever reads them
        System.exit(execute(commandLine(), arguments));
    }

    private static int execute(CommandLine command, String[] arguments) {
        CommandLine up = command.getSubcommands().get("up");
        if (arguments.length > 0 && arguments[0].equals(up.getCommandName())) {
            try {
                UpCommand.fillDefaults(up, List.of(arguments));
            } catch (Declined declined) {
                return explainFailure(declined, command, command.getParseResult());
            }
        }
        return command.execute(arguments);
    }

    /** The whole command, as tests and the completion see it too. */
    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Freehold());
        // What follows the program is the program's, also what looks like an option.
        command.getSubcommands().get("run").setStopAtPositional(true);
        command.addSubcommand("runtimes", new CommandLine(new RuntimeListCommand()));
        return command.setUsageHelpWidth(HELP_WIDTH)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(Main::explainUse)
                .setExecutionExceptionHandler(Main::explainFailure);
    }

    private static int explainUse(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println("freehold: " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.USAGE;
    }

    private static int explainFailure(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof Declined declined) {
            command.getErr().println("freehold: " + declined.getMessage());
            return declined.status();
        }
        failure.printStackTrace(command.getErr());
        return ExitStatus.FAULTED;
    }
}
