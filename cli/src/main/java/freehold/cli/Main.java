package freehold.cli;

import freehold.cli.bench.BenchCommand;
import freehold.cli.doctor.DoctorCommand;
import freehold.cli.rehearsal.RehearseCommand;
import freehold.cli.run.RunCommand;
import freehold.cli.runtimes.RuntimeCommand;
import freehold.cli.runtimes.RuntimeListCommand;
import freehold.cli.serve.KeyCommand;
import freehold.cli.serve.UpCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/** The entry of the JVM; {@code ./freehold} starts it. */
public final class Main {
    private static final int HELP_WIDTH = 100;

    private Main() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // numbers are written with a point, whoever reads them
        CommandLine up = new CommandLine(new UpCommand());
        CommandLine command = commandLine(up);
        try {
            if (arguments.length > 0 && arguments[0].equals(up.getCommandName())) {
                UpCommand.fillDefaults(up, List.of(arguments));
            }
        } catch (Declined declined) {
            System.exit(explain(declined, command));
        }
        System.exit(execute(command, arguments));
    }

    /** What we broke ends here, whatever it is: said, and told apart from what a program did. */
    private static int execute(CommandLine command, String[] arguments) {
        try {
            return command.execute(arguments);
        } catch (Throwable broken) {
            broken.printStackTrace(command.getErr());
            return ExitStatus.FAULTED;
        }
    }

    /** The whole command, as tests and the completion see it too. */
    static CommandLine commandLine(CommandLine up) {
        CommandLine run = new CommandLine(new RunCommand());
        // What follows the program is the program's, also what looks like an option.
        run.setStopAtPositional(true);
        return new CommandLine(new Freehold())
                .addSubcommand(run)
                .addSubcommand(up)
                .addSubcommand(new RuntimeCommand())
                .addSubcommand("runtimes", new RuntimeListCommand())
                .addSubcommand(new KeyCommand())
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new BenchCommand())
                .addSubcommand(new VersionCommand())
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new HelpCommand())
                .addSubcommand(new RehearseCommand())
                .setUsageHelpWidth(HELP_WIDTH)
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
            return explain(declined, command);
        }
        failure.printStackTrace(command.getErr());
        return ExitStatus.FAULTED;
    }

    private static int explain(Declined declined, CommandLine command) {
        command.getErr().println("freehold: " + declined.getMessage());
        return declined.status();
    }
}
