package freehold.policy;

import freehold.cell.Limit;
import freehold.cell.Tier;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Policies for properties, and ways to make one stricter. */
final class Policies {
    static final Policy OPEN = new Policy(
            "",
            List.of(),
            StepRules.NONE,
            StepRules.NONE,
            Tier.PROCESS,
            Determinism.OPTIONAL,
            Callbacks.ALLOW,
            Quotas.NONE,
            List.of());

    private Policies() {}

    static Arbitrary<Policy> all() {
        return Combinators.combine(
                        Arbitraries.of("python", "c*", "*", "java@25", "python@3.11")
                                .list()
                                .ofMaxSize(3),
                        stepRules(),
                        Arbitraries.of(Tier.class),
                        Arbitraries.of(Determinism.class),
                        Arbitraries.of(Callbacks.class),
                        quotas())
                .as((runtimes, limits, tier, determinism, callbacks, quotas) -> new Policy(
                        "",
                        runtimes.stream().map(RuntimePattern::new).toList(),
                        limits,
                        StepRules.NONE,
                        tier,
                        determinism,
                        callbacks,
                        quotas,
                        List.of()));
    }

    private static Arbitrary<StepRules> stepRules() {
        Arbitrary<Map<Limit, Long>> values = Arbitraries.maps(
                Arbitraries.of(Limit.class), Arbitraries.longs().between(1, 1_000));
        return Combinators.combine(values, values)
                .as((ceilings, defaults) -> new StepRules(ceilings, lower(defaults, ceilings)));
    }

    private static Map<Limit, Long> lower(Map<Limit, Long> values, Map<Limit, Long> most) {
        Map<Limit, Long> lower = new HashMap<>();
        values.forEach((limit, value) -> lower.put(limit, Math.min(value, most.getOrDefault(limit, Long.MAX_VALUE))));
        return lower;
    }

    private static Arbitrary<Quotas> quotas() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 10).optional(),
                        Arbitraries.longs().between(1, 100).optional(),
                        Arbitraries.longs().between(1, 100).optional())
                .as((concurrency, cpu, memory) ->
                        new Quotas(concurrency, Optional.empty(), Map.of(Span.DAY, new Budget(cpu, memory))));
    }

    /** One that says all that {@code loose} says, and all that {@code other} says where that is more. */
    static Policy stricter(Policy loose, Policy other) {
        List<RuntimePattern> fewer = loose.runtimes().isEmpty()
                ? other.runtimes()
                : loose.runtimes()
                        .subList(
                                0,
                                1 + (other.runtimes().size() % loose.runtimes().size()));
        return new Policy(
                "",
                fewer,
                stricter(loose.limits(), other.limits()),
                StepRules.NONE,
                loose.tier(other.tier()),
                loose.determinism().compareTo(other.determinism()) > 0 ? loose.determinism() : other.determinism(),
                loose.callbacks().compareTo(other.callbacks()) > 0 ? loose.callbacks() : other.callbacks(),
                loose.quotas(),
                List.of());
    }

    private static StepRules stricter(StepRules loose, StepRules other) {
        Map<Limit, Long> ceilings = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            long most = Math.min(
                    loose.ceilings().getOrDefault(limit, Long.MAX_VALUE),
                    other.ceilings().getOrDefault(limit, Long.MAX_VALUE));
            if (most < Long.MAX_VALUE) {
                ceilings.put(limit, most);
            }
        }
        return new StepRules(ceilings, lower(loose.defaults(), ceilings));
    }
}
