package freehold.cli.log;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a service tells what it does. */
public final class LogOptions {
    @Option(names = "--log", paramLabel = "FORM", defaultValue = "text", description = "text or json (default: text).")
    private String log = "";

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "error, warn, info or debug (default: info).")
    private String logLevel = "";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Has what follows logged so; to be called before anything logs. */
    public void apply() {
        Logs.set(logLevel, form());
    }

    private Logs.Form form() {
        return switch (log) {
            case "text" -> Logs.Form.TEXT;
            case "json" -> Logs.Form.JSON;
            default -> throw new ParameterException(spec.commandLine(), "--log: text or json, not " + log);
        };
    }
}
