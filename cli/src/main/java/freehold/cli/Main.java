package freehold.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The entry of the JVM; {@code ./freehold} starts it. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // numbers are written with a point, whoever reads them
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command, as tests and the completion see it too. */
    static CommandLine commandLine() {
        return new CommandLine(new Freehold())
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
