package freehold.control.dialect.judge0;

import freehold.control.admission.Ceilings;
import freehold.control.dialect.PeerJson;
import freehold.wire.api.CallbackUrl;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads one submission, and says everything that is wrong with it. Used once, by one thread. */
final class SubmissionReader {
    private static final int OPTIONS_CHARACTERS_MAX = 512;

    private final JsonNode json;
    private final Encoding encoding;
    private final Ceilings ceilings;
    private final Errors errors = new Errors();

    private SubmissionReader(JsonNode json, Encoding encoding, Ceilings ceilings) {
        this.json = json;
        this.encoding = encoding;
        this.ceilings = ceilings;
    }

    /** What was read. */
    sealed interface Read {
        record Understood(Submission submission, Languages.Language language) implements Read {}

        record Wrong(Errors errors) implements Read {}
    }

    static Read read(JsonNode json, Encoding encoding, Languages languages, Ceilings ceilings) {
        return new SubmissionReader(json, encoding, ceilings).read(languages);
    }

    private Read read(Languages languages) {
        byte[] source = bytes("source_code").orElse(new byte[0]);
        if (isBlank(source)) {
            errors.add("source_code", "can't be blank");
        }
        Optional<Languages.Language> language = language(languages);
        Map<Quantity, BigDecimal> numbers = numbers();
        refusePerProcessLimits();
        Optional<String> options = line("compiler_options");
        Optional<String> arguments = line("command_line_arguments");
        if (options.isPresent() && language.isPresent() && !language.get().isCompiled()) {
            errors.add("compiler_options", "setting compiler options is only allowed for compiled languages");
        }
        Optional<String> callback = PeerJson.scalar(json, "callback_url").filter(url -> !url.isBlank());
        callback.flatMap(CallbackUrl::fault).ifPresent(fault -> errors.add("callback_url", fault));
        Optional<byte[]> archive = PeerJson.scalar(json, "additional_files")
                .map(Base64Text::decode)
                .filter(bytes -> bytes.length > 0);
        Archive.Opened additional =
                archive.map(Archive::open).orElseGet(() -> new Archive.Opened(List.of(), Optional.empty()));
        additional.fault().ifPresent(fault -> errors.add("additional_files", fault));
        if (isTrue("enable_network")) {
            errors.add("enable_network", "enabling network is not allowed");
        }
        if (!errors.isEmpty()) {
            return new Read.Wrong(errors);
        }
        Languages.Language spoken = language.orElseThrow();
        return new Read.Understood(
                new Submission(
                        spoken.id(),
                        source,
                        bytes("stdin"),
                        bytes("expected_output"),
                        options,
                        arguments,
                        isTrue("redirect_stderr_to_stdout"),
                        archive,
                        additional.files(),
                        numbers,
                        callback),
                spoken);
    }

    private Optional<Languages.Language> language(Languages languages) {
        Optional<String> given = PeerJson.scalar(json, "language_id").filter(text -> !text.isBlank());
        if (given.isEmpty()) {
            errors.add("language_id", "can't be blank");
        }
        Optional<Languages.Language> language = given.flatMap(SubmissionReader::number)
                .filter(number -> number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) < 0)
                .flatMap(number -> languages.find(number.intValue()));
        String shown = given.map(text -> text.length() > 20 ? text.substring(0, 20) : text)
                .orElse("");
        if (language.isEmpty()) {
            errors.add("language_id", "language with id " + shown + " doesn't exist");
        } else if (language.get().isArchived()) {
            errors.add(
                    "language_id",
                    "language with id " + language.get().id() + " is archived and cannot be used anymore");
            return Optional.empty();
        }
        return language;
    }

    private Map<Quantity, BigDecimal> numbers() {
        Map<Quantity, BigDecimal> numbers = new EnumMap<>(Quantity.class);
        for (Quantity quantity : Quantity.values()) {
            Optional<String> given = PeerJson.scalar(json, quantity.field()).filter(text -> !text.isBlank());
            Optional<BigDecimal> number = given.flatMap(SubmissionReader::number);
            if (given.isPresent() && number.isEmpty()) {
                errors.add(quantity.field(), "is not a number");
            }
            number.ifPresent(value -> {
                numbers.put(quantity, value);
                quantity.fault(value, ceilings).ifPresent(fault -> errors.add(quantity.field(), fault));
            });
        }
        return numbers;
    }

    private void refusePerProcessLimits() {
        for (String field :
                List.of("enable_per_process_and_thread_time_limit", "enable_per_process_and_thread_memory_limit")) {
            if (isTrue(field)) {
                errors.add(field, "this option cannot be enabled");
            }
        }
    }

    private Optional<String> line(String field) {
        Optional<String> line = PeerJson.scalar(json, field).filter(text -> !text.isBlank());
        if (line.filter(text -> text.length() > OPTIONS_CHARACTERS_MAX).isPresent()) {
            errors.add(field, "is too long (maximum is " + OPTIONS_CHARACTERS_MAX + " characters)");
        }
        return line;
    }

    private Optional<byte[]> bytes(String field) {
        return PeerJson.scalar(json, field).map(text -> switch (encoding) {
            case BASE64 -> Base64Text.decode(text);
            case PLAIN -> text.getBytes(StandardCharsets.UTF_8);
        });
    }

    private boolean isTrue(String field) {
        return PeerJson.scalar(json, field)
                .filter(text -> text.equalsIgnoreCase("true") || text.equals("1"))
                .isPresent();
    }

    /** Empty if it is none, or one that would take much time or memory to count with. */
    private static Optional<BigDecimal> number(String text) {
        String stripped = text.strip();
        return stripped.matches("[+-]?\\d{1,30}(\\.\\d{0,30})?([eE][+-]?\\d{1,2})?")
                ? Optional.of(new BigDecimal(stripped))
                : Optional.empty();
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte each : bytes) {
            if (each != ' ' && (each < '\t' || each > '\r')) {
                return false;
            }
        }
        return true;
    }
}
