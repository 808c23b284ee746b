package freehold.control.admission;

import freehold.cell.Limit;
import freehold.cell.Limits;
import freehold.control.policy.Rulebook;
import freehold.policy.Grant;
import freehold.policy.Origin;
import freehold.policy.StepRules;
import freehold.quantity.Bytes;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.LimitAboveCeiling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What limits a step gets: what was asked for or, where nothing was, the policy's default or the pack's. Nothing asked for is ever lowered. */
final class LimitRules {
    /** Where a request has the limits of its run step. */
    static final String RUN = "#/limits";

    /** And those of its build step. */
    static final String BUILD = "#/build_limits";

    private LimitRules() {}

    /** Why these may not be had; empty when they may. */
    static Optional<Denial> refusal(
            String pointer, Map<Limit, Long> asked, Ceilings ceilings, Optional<Rulebook> rules) {
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
            return Optional.of(new Denial(
                    new Invalid(faults), Origin.REQUEST, faults.getFirst().pointer()));
        }
        for (Limit limit : Limit.values()) {
            Long value = asked.get(limit);
            if (value != null) {
                Grant grant = Grant.of(limit, value, value, ceilings.of(limit), stepRules(pointer, rules));
                if (grant.isAbove()) {
                    return Optional.of(above(pointer + "/" + limit.label(), grant, ceilings, rules));
                }
            }
        }
        return Optional.empty();
    }

    private static Denial above(String pointer, Grant grant, Ceilings ceilings, Optional<Rulebook> rules) {
        boolean ofPolicy = grant.ceilingFrom() == Origin.POLICY;
        String whose = rules.filter(_ -> ofPolicy).map(Rulebook::whose).orElse(ceilings.whose());
        return new Denial(
                new LimitAboveCeiling(pointer, grant.value(), grant.ceiling(), whose),
                grant.ceilingFrom(),
                ofPolicy ? pointer + "/ceiling" : pointer);
    }

    /** What the policy in force says of the step whose limits are there. */
    static StepRules stepRules(String pointer, Optional<Rulebook> rules) {
        return rules.map(Rulebook::policy)
                .map(policy -> pointer.equals(RUN) ? policy.limits() : policy.buildLimits())
                .orElse(StepRules.NONE);
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

    /** The limits in force; what was asked for has no {@link #refusal}. A default above a ceiling is the ceiling. */
    static Limits effective(Map<Limit, Long> asked, Limits defaults, Ceilings ceilings, StepRules rules) {
        return new Limits(
                Duration.ofMillis(one(Limit.CPU, asked, defaults, ceilings, rules)),
                Duration.ofMillis(one(Limit.WALL, asked, defaults, ceilings, rules)),
                new Bytes(one(Limit.MEMORY, asked, defaults, ceilings, rules)),
                (int) one(Limit.PROCESSES, asked, defaults, ceilings, rules),
                new Bytes(one(Limit.OUTPUT, asked, defaults, ceilings, rules)),
                new Bytes(one(Limit.DISK, asked, defaults, ceilings, rules)),
                (int) one(Limit.OPEN_FILES, asked, defaults, ceilings, rules));
    }

    private static long one(Limit limit, Map<Limit, Long> asked, Limits defaults, Ceilings ceilings, StepRules rules) {
        return grant(limit, asked, defaults, ceilings, rules).value();
    }

    /** One of those, with whose word it is. */
    static Grant grant(Limit limit, Map<Limit, Long> asked, Limits defaults, Ceilings ceilings, StepRules rules) {
        return Grant.of(limit, asked.get(limit), limit.of(defaults), ceilings.of(limit), rules);
    }
}
