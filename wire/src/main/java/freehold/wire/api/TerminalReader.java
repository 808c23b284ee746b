package freehold.wire.api;

import freehold.cell.TerminalSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code {"rows": 24, "columns": 80}}. */
final class TerminalReader {
    private static final List<String> SIDES = List.of("rows", "columns");

    private TerminalReader() {}

    /** Empty where it is none; then the faults have it. */
    static Optional<TerminalSize> read(JsonCursor cursor, Faults faults) {
        String pointer = cursor.pointer();
        Map<String, Integer> sides = new HashMap<>();
        boolean[] isWrong = {!cursor.isObject()};
        cursor.object(name -> {
            String place = cursor.pointer();
            if (!SIDES.contains(name)) {
                cursor.unknown(SIDES);
                return;
            }
            Optional<Long> side = cursor.whole();
            if (side.isPresent() && TerminalSize.isSide(side.get())) {
                sides.put(name, side.get().intValue());
            } else {
                isWrong[0] = true;
                side.ifPresent(_ -> faults.invalid(place, "must be 1 to " + TerminalSize.MOST));
            }
        });
        if (sides.size() == SIDES.size()) {
            return Optional.of(new TerminalSize(sides.getOrDefault("rows", 1), sides.getOrDefault("columns", 1)));
        }
        if (!isWrong[0]) {
            faults.invalid(pointer, "has rows and columns");
        }
        return Optional.empty();
    }
}
