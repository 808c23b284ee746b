package freehold.dispatch;

import java.util.Locale;
import java.util.Optional;

/** What goes first within a group; it takes nothing from anybody else. */
public enum Priority {
    HIGH,
    NORMAL,
    LOW;

    /** The one of that name in lower case. */
    public static Optional<Priority> of(String label) {
        for (Priority each : values()) {
            if (each.label().equals(label)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
