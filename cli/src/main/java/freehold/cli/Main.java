package freehold.cli;

import freehold.cli.backup.BackupCommand;
import freehold.cli.backup.RestoreCommand;
import freehold.cli.batch.BatchCommand;
import freehold.cli.bench.BenchCommand;
import freehold.cli.cluster.WorkerCommand;
import freehold.cli.cluster.WorkersCommand;
import freehold.cli.doctor.DoctorCommand;
import freehold.cli.execution.ExecutionCommand;
import freehold.cli.identity.KeyCommand;
import freehold.cli.identity.TenantCommand;
import freehold.cli.ledger.AuditCommand;
import freehold.cli.ledger.ReceiptCommand;
import freehold.cli.ledger.ReplayCommand;
import freehold.cli.mcp.McpCommand;
import freehold.cli.migrate.MigrateCommand;
import freehold.cli.policy.PolicyCommand;
import freehold.cli.rehearsal.RehearseCommand;
import freehold.cli.run.AttachCommand;
import freehold.cli.run.RunCommand;
import freehold.cli.runtimes.RuntimeCommand;
import freehold.cli.runtimes.RuntimeListCommand;
import freehold.cli.secret.SecretCommand;
import freehold.cli.serve.UpCommand;
import freehold.cli.usage.UsageCommand;
import freehold.cli.vault.VaultCommand;
import freehold.refusal.Nearest;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry of the JVM; {@code ./freehold} starts it. */
public final class Main {
    private static final int HELP_WIDTH = 100;

    /** Commands that need all others beside them: they tell of those, or call them. */
    private static final Set<String> OF_ALL = Set.of("help", "completion", "rehearse");

    /** Commands whose options may come from the environment and a configuration file. */
    private static final Set<String> LAYERED = Set.of("up", "worker");

    private Main() {}

    /** All commands, in the order in which the help tells them. */
    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("attach", AttachCommand::new);
        commands.put("batch", BatchCommand::new);
        commands.put("execution", ExecutionCommand::new);
        commands.put("up", UpCommand::new);
        commands.put("mcp", McpCommand::new);
        commands.put("migrate", MigrateCommand::new);
        commands.put("worker", WorkerCommand::new);
        commands.put("workers", WorkersCommand::new);
        commands.put("runtime", RuntimeCommand::new);
        commands.put("runtimes", RuntimeListCommand::new);
        commands.put("tenant", TenantCommand::new);
        commands.put("key", KeyCommand::new);
        commands.put("secret", SecretCommand::new);
        commands.put("policy", PolicyCommand::new);
        commands.put("receipt", ReceiptCommand::new);
        commands.put("replay", ReplayCommand::new);
        commands.put("audit", AuditCommand::new);
        commands.put("usage", UsageCommand::new);
        commands.put("backup", BackupCommand::new);
        commands.put("restore", RestoreCommand::new);
        commands.put("vault", VaultCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("version", VersionCommand::new);
        commands.put("completion", CompletionCommand::new);
        // A method reference to a class of such an old format makes the JVM fail when it writes the start-up cache
        // (25.0.3).
        commands.put("help", () -> new HelpCommand());
        commands.put("rehearse", RehearseCommand::new);
        return commands;
    }

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // numbers are written with a point, whoever reads them
        System.exit(execute(arguments));
    }

    /** What we broke ends here, whatever it is: said, and told apart from what a program did. */
    private static int execute(String[] arguments) {
        CommandLine command = commandLine(arguments);
        try {
            String first = arguments.length > 0 ? arguments[0] : "";
            CommandLine layered = command.getSubcommands().get(first);
            if (layered != null && LAYERED.contains(first)) {
                UpCommand.fillDefaults(layered, List.of(arguments));
            }
            return written(command.execute(arguments), command);
        } catch (Declined declined) {
            return explain(declined, command);
        } catch (Throwable broken) {
            broken.printStackTrace(command.getErr());
            return ExitStatus.FAULTED;
        }
    }

    private static int written(int status, CommandLine command) {
        return command.getOut().checkError() ? StandardOutput.lost(status, command.getErr()) : status;
    }

    /**
     * The command. Of its subcommands only the one that is called is made ready, for each takes some 15 ms; all of them, if the first
     * word is none, or one of those that need the others.
     */
    public static CommandLine commandLine(String... arguments) {
        CommandLine command = new CommandLine(new Freehold());
        Map<String, Supplier<Object>> commands = commands();
        String first = arguments.length > 0 ? arguments[0] : "";
        Set<String> asked = commands.containsKey(first) && !OF_ALL.contains(first) ? Set.of(first) : commands.keySet();
        commands.forEach((name, maker) -> {
            if (asked.contains(name)) {
                CommandLine subcommand = new CommandLine(maker.get());
                subcommand.getCommandSpec().name(name); // `runtimes` is the class of `runtime list`
                // What follows the program of `run` is the program's, also what looks like an option.
                subcommand.setStopAtPositional(name.equals("run"));
                command.addSubcommand(name, subcommand);
                offerHelp(subcommand);
            }
        });
        return command.setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, Main::path)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionStrategy(Main::carryOut)
                .setParameterExceptionHandler(Main::explainUse)
                .setExecutionExceptionHandler(Main::explainFailure);
    }

    /** An empty one, as of a variable that is not set, would mean the current folder. */
    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("it is empty, and names no file or folder");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException wrong) {
            throw new TypeConversionException("'" + text + "' cannot be a path: " + wrong.getReason());
        }
    }

    /** Every command, also one below another, says what it can do when asked by {@code --help}. */
    private static void offerHelp(CommandLine command) {
        if (!command.getCommandSpec().helpCommand()) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .type(boolean.class)
                            .usageHelp(true)
                            .description("Say this.")
                            .build());
        }
        command.getSubcommands().values().forEach(Main::offerHelp);
    }

    /** Help for a command that does not exist is help for none: the parser would give its parent's. */
    private static int carryOut(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        if (!last.unmatched().isEmpty() && !command.getSubcommands().isEmpty()) {
            throw new UnmatchedArgumentException(command, last.unmatched());
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int explainUse(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        Optional<String> unknown = unknownCommand(wrong);
        boolean few = unknown.isPresent() && command.getParent() != null;
        command.getErr()
                .println("freehold: "
                        + unknown.map(name -> "Unknown command: '" + name + "'").orElseGet(() -> words(wrong))
                        + (few
                                ? "; there are "
                                        + String.join(
                                                ", ", command.getSubcommands().keySet())
                                : ""));
        if (unknown.isEmpty()) {
            UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        } else if (!few) {
            List<String> near = Nearest.of(
                            unknown.get(), command.getSubcommands().keySet())
                    .stream()
                    .map(each -> command.getCommandName() + " " + each)
                    .toList();
            if (!near.isEmpty()) {
                command.getErr().println("Did you mean: " + String.join(" or ", near) + "?");
            }
        }
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.USAGE;
    }

    /** What stands where one of a command's own commands belongs. */
    private static Optional<String> unknownCommand(ParameterException wrong) {
        return wrong instanceof UnmatchedArgumentException unmatched
                        && !unmatched.isUnknownOption()
                        && !unmatched.getUnmatched().isEmpty()
                        && !wrong.getCommandLine().getSubcommands().isEmpty()
                ? Optional.of(unmatched.getUnmatched().getFirst())
                : Optional.empty();
    }

    /** As the parser says it, without the words that only programmers know. */
    private static String words(ParameterException wrong) {
        return String.valueOf(wrong.getMessage())
                .replace("option option", "option")
                .replace(" is not an int", " is not a whole number")
                .replaceFirst("Unmatched arguments? (at|from) index \\d+:", "Unexpected:")
                .replace("KEY=VALUE", "NAME=VALUE");
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
