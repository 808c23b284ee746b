package freehold.control.dialect.judge0;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The attributes of a submission, in the order in which they are written. */
enum Field {
    SOURCE_CODE,
    LANGUAGE_ID,
    STDIN,
    EXPECTED_OUTPUT,
    STDOUT,
    STATUS_ID,
    CREATED_AT,
    FINISHED_AT,
    TIME,
    MEMORY,
    STDERR,
    TOKEN,
    NUMBER_OF_RUNS,
    CPU_TIME_LIMIT,
    CPU_EXTRA_TIME,
    WALL_TIME_LIMIT,
    MEMORY_LIMIT,
    STACK_LIMIT,
    MAX_PROCESSES_AND_OR_THREADS,
    ENABLE_PER_PROCESS_AND_THREAD_TIME_LIMIT,
    ENABLE_PER_PROCESS_AND_THREAD_MEMORY_LIMIT,
    MAX_FILE_SIZE,
    COMPILE_OUTPUT,
    EXIT_CODE,
    EXIT_SIGNAL,
    MESSAGE,
    WALL_TIME,
    COMPILER_OPTIONS,
    COMMAND_LINE_ARGUMENTS,
    REDIRECT_STDERR_TO_STDOUT,
    CALLBACK_URL,
    ADDITIONAL_FILES,
    ENABLE_NETWORK,
    STATUS,
    LANGUAGE;

    /** Those of a client that names none. */
    static final Set<Field> USUAL = EnumSet.of(TOKEN, TIME, MEMORY, STDOUT, STDERR, COMPILE_OUTPUT, MESSAGE, STATUS);

    /** What a client wants to see. */
    sealed interface Wanted {
        record Known(Set<Field> fields) implements Wanted {
            public Known {
                fields = fields.isEmpty() ? Set.of() : EnumSet.copyOf(fields);
            }
        }

        record Unknown(List<String> names) implements Wanted {}
    }

    /** Reads names with commas between them; {@code *} is all, nothing is the usual. */
    static Wanted wanted(Optional<String> text) {
        List<String> names = text.stream()
                .flatMap(all -> Arrays.stream(all.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        Set<String> known = Arrays.stream(values()).map(Field::label).collect(Collectors.toSet());
        List<String> unknown = names.stream()
                .filter(name -> !name.equals("*") && !known.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            return new Wanted.Unknown(unknown);
        }
        if (names.isEmpty()) {
            return new Wanted.Known(USUAL);
        }
        return new Wanted.Known(Arrays.stream(values())
                .filter(field -> names.contains("*") || names.contains(field.label()))
                .collect(Collectors.toSet()));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
