package freehold.control.admission;

import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.quantity.Bytes;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.LimitAboveCeiling;
import freehold.refusal.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What limits a step gets: what was asked for or, where nothing was, the pack's default. Nothing asked for is ever lowered. */
final class LimitRules {
    private LimitRules() {}

    /** Why these may not be had; empty when they may. */
    static Optional<Refusal> refusal(String pointer, Map<Limit, Long> asked, Ceilings ceilings) {
        List<FieldFault> faults = new ArrayList<>();
        for (Limit limit : Limit.values()) {
            Long value = asked.get(limit);
            if (value != null && value < 1) {
                faults.add(new FieldFault(pointer + "/" + limit.label(), "must be above 0, not " + value));
            } else if (value != null && value < least(limit)) {
                faults.add(new FieldFault(
                        pointer + "/" + limit.label(), "must be at least " + least(limit) + ", not " + value));
            }
        }
        if (!faults.isEmpty()) {
            return Optional.of(new Invalid(faults));
        }
        for (Limit limit : Limit.values()) {
            Long value = asked.get(limit);
            if (value != null && value > ceilings.of(limit)) {
                return Optional.of(new LimitAboveCeiling(
                        pointer + "/" + limit.label(), value, ceilings.of(limit), ceilings.whose()));
            }
        }
        return Optional.empty();
    }

    /** Below this no cell can be made: what the daemon takes at least. */
    private static long least(Limit limit) {
        return switch (limit) {
            case MEMORY -> 1 << 20;
            case DISK -> 4_096;
            case OPEN_FILES -> 8;
            case CPU, WALL, PROCESSES, OUTPUT -> 1;
        };
    }

    /** The limits in force; what was asked for has no {@link #refusal}. A default above the ceiling is the ceiling. */
    static Limits effective(Map<Limit, Long> asked, Limits defaults, Ceilings ceilings) {
        return new Limits(
                Duration.ofMillis(one(Limit.CPU, asked, defaults, ceilings)),
                Duration.ofMillis(one(Limit.WALL, asked, defaults, ceilings)),
                new Bytes(one(Limit.MEMORY, asked, defaults, ceilings)),
                (int) one(Limit.PROCESSES, asked, defaults, ceilings),
                new Bytes(one(Limit.OUTPUT, asked, defaults, ceilings)),
                new Bytes(one(Limit.DISK, asked, defaults, ceilings)),
                (int) one(Limit.OPEN_FILES, asked, defaults, ceilings));
    }

    private static long one(Limit limit, Map<Limit, Long> asked, Limits defaults, Ceilings ceilings) {
        Long value = asked.get(limit);
        return value != null ? value : Math.min(limit.of(defaults), ceilings.of(limit));
    }
}
