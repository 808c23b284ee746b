package freehold.cli.run;

import freehold.execution.Injection;
import freehold.execution.SecretUse;
import freehold.execution.WorkPath;
import freehold.secret.SecretName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which secret a program gets and how, as {@code --secret} has it. */
final class SecretText {
    private static final Pattern FORM =
            Pattern.compile("(?<name>[^@=]+)(@(?<version>[1-9][0-9]{0,8}))?(=(?<place>.+))?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final String FILE = "file:";

    private SecretText() {}

    /**
     * Reads {@code NAME[@VERSION][=VARIABLE|=file:PATH]}. Without a place, {@code api-token} is the variable {@code API_TOKEN}.
     *
     * @throws IllegalArgumentException if it is not of that form, in words that fit behind the option's name
     */
    static SecretUse parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || !SecretName.isValid(parts.group("name"))) {
            throw new IllegalArgumentException("write NAME, NAME=VARIABLE or NAME=file:PATH, and not '" + text + "'");
        }
        String name = parts.group("name");
        String place = Optional.ofNullable(parts.group("place")).orElseGet(() -> variable(name));
        return new SecretUse(
                new SecretName(name),
                Optional.ofNullable(parts.group("version")).map(Integer::valueOf),
                place.startsWith(FILE) ? file(place.substring(FILE.length())) : environment(place));
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    private static Injection environment(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name of a variable; for a file write file:PATH");
        }
        return new Injection.Variable(name);
    }

    private static Injection file(String path) {
        WorkPath.fault(path).ifPresent(fault -> {
            throw new IllegalArgumentException("'" + path + "': " + fault);
        });
        return new Injection.File(new WorkPath(path));
    }
}
