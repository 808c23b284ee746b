package freehold.cli.settings;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Fills options that the command line left out: {@code --body-bytes} from {@code FREEHOLD_BODY_BYTES}, else from {@code body_bytes}
 * in the configuration file. Positional arguments and {@code --help} have neither.
 *
 * @param environment of the process
 * @param file the settings of the configuration file, checked for unknown keys
 */
public record LayeredDefaults(Map<String, String> environment, Map<String, String> file)
        implements IDefaultValueProvider {
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String fromEnvironment = environment.get(variable(option.longestName()));
        return fromEnvironment != null && !fromEnvironment.isEmpty()
                ? fromEnvironment
                : file.get(key(option.longestName()));
    }

    /** The key of an option in the configuration file. */
    public static String key(String option) {
        return option.replaceFirst("^--", "").replace('-', '_');
    }

    /** The environment variable of an option. */
    public static String variable(String option) {
        return "FREEHOLD_" + key(option).toUpperCase(Locale.ROOT);
    }
}
