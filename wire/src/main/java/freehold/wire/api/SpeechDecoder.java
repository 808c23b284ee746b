package freehold.wire.api;

import freehold.cell.Signal;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.wire.link.Speech;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Reads what a client says to a program: an object with exactly one member. */
public final class SpeechDecoder {
    private final Faults faults = new Faults();
    private final List<Speech> said = new ArrayList<>();
    private int members;

    private SpeechDecoder() {}

    /** What was said, in its order; long input is several speeches, and empty input is none. */
    public static Parsed<List<Speech>> decode(String message) {
        SpeechDecoder decoder = new SpeechDecoder();
        Parsed<List<Speech>> parsed = ObjectBody.parse(
                message.getBytes(StandardCharsets.UTF_8), decoder.faults, decoder::member, decoder::all);
        return parsed instanceof Parsed.Understood<List<Speech>> && decoder.members != 1
                ? new Parsed.Declined<>(new Invalid(
                        List.of(new FieldFault("#", "has exactly one of stdin, stdin_base64, eof, signal and resize"))))
                : parsed;
    }

    private List<Speech> all() {
        return List.copyOf(said);
    }

    private void member(JsonCursor cursor, String member) {
        members++;
        String pointer = cursor.pointer();
        switch (member) {
            case "stdin" -> cursor.text().ifPresent(text -> input(text.getBytes(StandardCharsets.UTF_8)));
            case "stdin_base64" ->
                cursor.text().ifPresent(text -> {
                    try {
                        input(Base64.getDecoder().decode(text));
                    } catch (IllegalArgumentException notBase64) {
                        faults.invalid(pointer, "is not base64 (RFC 4648, section 4)");
                    }
                });
            case "eof" -> cursor.truth().filter(wanted -> wanted).ifPresent(_ -> said.add(new Speech.InputEnd()));
            case "signal" ->
                cursor.text()
                        .ifPresent(name -> Signal.sendable(name)
                                .ifPresentOrElse(
                                        signal -> said.add(new Speech.Signalled(signal)),
                                        () -> faults.invalid(pointer, "must be one of " + names())));
            case "resize" -> TerminalReader.read(cursor, faults).ifPresent(size -> said.add(new Speech.Resized(size)));
            default -> cursor.unknown("stdin", "stdin_base64", "eof", "signal", "resize");
        }
    }

    private void input(byte[] bytes) {
        said.addAll(Speech.Input.pieces(bytes));
    }

    private static String names() {
        return Signal.sendable().stream().map(Signal::name).collect(Collectors.joining(", "));
    }
}
