package freehold.wire.api;

import freehold.execution.Injection;
import freehold.execution.SecretUse;
import freehold.execution.WorkPath;
import freehold.secret.SecretName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which secrets a program gets, and how. */
final class SecretUseReader {
    /** As shells have it: what a program can ask for anywhere. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private final JsonCursor cursor;
    private final Faults faults;

    SecretUseReader(JsonCursor cursor, Faults faults) {
        this.cursor = cursor;
        this.faults = faults;
    }

    List<SecretUse> read() {
        List<SecretUse> uses = new ArrayList<>();
        cursor.array(() -> new Element().read().ifPresent(uses::add));
        return uses;
    }

    private final class Element {
        private final String pointer = cursor.pointer();
        private @Nullable SecretName name;
        private @Nullable Integer version;
        private @Nullable Injection injection;
        private boolean nameGiven;
        private int injections;

        Optional<SecretUse> read() {
            cursor.object(this::field);
            if (!nameGiven) {
                faults.invalid(pointer + "/name", "is required");
            }
            if (injections != 1) {
                faults.invalid(pointer, "has exactly one of env and file");
            }
            return name == null || injection == null
                    ? Optional.empty()
                    : Optional.of(new SecretUse(name, Optional.ofNullable(version), injection));
        }

        private void field(String field) {
            String place = cursor.pointer();
            switch (field) {
                case "name" -> {
                    nameGiven = true;
                    checked(place, SecretName::isValid, "must be a name of a secret: 1 to 64 letters, digits, . - _")
                            .ifPresent(text -> name = new SecretName(text));
                }
                case "version" -> cursor.whole().ifPresent(value -> version(place, value));
                case "env" -> {
                    injections++;
                    checked(place, text -> VARIABLE.matcher(text).matches(), "must be letters, digits and _")
                            .ifPresent(text -> injection = new Injection.Variable(text));
                }
                case "file" -> {
                    injections++;
                    cursor.text().ifPresent(text -> file(place, text));
                }
                default -> cursor.unknown("name", "version", "env", "file");
            }
        }

        private void version(String place, long value) {
            if (value < 1 || value > Integer.MAX_VALUE) {
                faults.invalid(place, "must be at least 1");
            } else {
                version = (int) value;
            }
        }

        private void file(String place, String text) {
            WorkPath.fault(text)
                    .ifPresentOrElse(
                            why -> faults.invalid(place, why),
                            () -> injection = new Injection.File(new WorkPath(text)));
        }
    }

    private Optional<String> checked(String place, Predicate<String> form, String fault) {
        Optional<String> text = cursor.text();
        if (text.isPresent() && !form.test(text.get())) {
            faults.invalid(place, fault);
            return Optional.empty();
        }
        return text;
    }
}
