package freehold.wire.api;

import freehold.cell.Limit;
import freehold.cell.Tier;
import freehold.policy.Budget;
import freehold.policy.Callbacks;
import freehold.policy.Condition;
import freehold.policy.Determinism;
import freehold.policy.Policy;
import freehold.policy.Quotas;
import freehold.policy.Rate;
import freehold.policy.Retain;
import freehold.policy.Retention;
import freehold.policy.RuntimePattern;
import freehold.policy.Span;
import freehold.policy.StepRules;
import freehold.secret.SecretPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the fields of one policy. Used once, by one thread. */
final class PolicyReader {
    private static final int SECRETS_MAX = 100;
    private static final int RUNTIMES_MAX = 200;
    private static final int CONDITIONS_MAX = 32;
    private static final int DESCRIPTION_MAX = 1_000;
    private static final int MESSAGE_MAX = 500;
    private static final int REQUIRE_MAX = 2_000;

    /** More than all processors there are use in a month. */
    private static final long BUDGET_MAX = 1_000_000_000_000_000L;

    private static final String NAME = "[a-z][a-z0-9_-]{0,63}";

    static final List<String> FIELDS = List.of(
            "description",
            "runtimes",
            "limits",
            "build_limits",
            "tier",
            "network",
            "retain",
            "deterministic_only",
            "callbacks",
            "concurrency",
            "rate",
            "budgets",
            "secrets",
            "conditions");

    private final JsonCursor cursor;
    private final Faults faults;

    private String description = "";
    private final List<RuntimePattern> runtimes = new ArrayList<>();
    private StepRules limits = StepRules.NONE;
    private StepRules buildLimits = StepRules.NONE;
    private Tier tier = Tier.PROCESS;
    private Determinism determinism = Determinism.OPTIONAL;
    private Callbacks callbacks = Callbacks.ALLOW;
    private Retention retention = Retention.FULL;
    private List<SecretPattern> secrets = List.of();
    private Optional<Integer> concurrency = Optional.empty();
    private Optional<Rate> rate = Optional.empty();
    private final Map<Span, Budget> budgets = new EnumMap<>(Span.class);
    private final List<Condition> conditions = new ArrayList<>();
    private final Map<String, Condition> placed = new LinkedHashMap<>();

    PolicyReader(JsonCursor cursor, Faults faults) {
        this.cursor = cursor;
        this.faults = faults;
    }

    void read() {
        cursor.object(this::field);
    }

    /** What was read, if there was no fault in it. */
    Policy policy() {
        return new Policy(
                description,
                runtimes,
                limits,
                buildLimits,
                tier,
                determinism,
                callbacks,
                new Quotas(concurrency, rate, budgets),
                conditions,
                retention,
                secrets);
    }

    /** All that can be said of it, whatever is wrong. */
    PolicyDocument.Draft draft() {
        return new PolicyDocument.Draft(faults.all(), limits, buildLimits, placed);
    }

    private void field(String name) {
        switch (name) {
            case "description" -> text(DESCRIPTION_MAX).ifPresent(value -> description = value);
            case "runtimes" -> runtimes();
            case "limits" -> limits = stepRules();
            case "build_limits" -> buildLimits = stepRules();
            case "tier" -> choice(Tier.values(), Tier::label).ifPresent(value -> tier = value);
            case "network" -> only("deny", "network access");
            case "retain" -> retention();
            case "deterministic_only" ->
                cursor.truth().ifPresent(value -> determinism = value ? Determinism.REQUIRED : Determinism.OPTIONAL);
            case "callbacks" -> choice(Callbacks.values(), Callbacks::label).ifPresent(value -> callbacks = value);
            case "concurrency" -> concurrency = count();
            case "rate" -> rate();
            case "budgets" -> cursor.object(this::budget);
            case "secrets" -> secrets();
            case "conditions" -> conditions();
            default -> cursor.unknown(FIELDS);
        }
    }

    private void secrets() {
        String pointer = cursor.pointer();
        List<SecretPattern> read = new ArrayList<>();
        for (String text : cursor.texts()) {
            if (SecretPattern.isValid(text)) {
                read.add(new SecretPattern(text));
            } else {
                faults.invalid(pointer, "has names of secrets, in which * stands for any characters");
            }
        }
        if (read.size() > SECRETS_MAX) {
            faults.invalid(pointer, "has at most " + SECRETS_MAX + " entries, not " + read.size());
        }
        secrets = read;
    }

    private Optional<String> text(int most) {
        String pointer = cursor.pointer();
        return cursor.text().filter(value -> {
            if (value.length() > most) {
                faults.invalid(pointer, "has at most " + most + " characters, not " + value.length());
            }
            return value.length() <= most;
        });
    }

    private <T> Optional<T> choice(T[] values, Function<T, String> label) {
        String pointer = cursor.pointer();
        Optional<String> text = cursor.text();
        Optional<T> found = text.flatMap(wanted -> Arrays.stream(values)
                .filter(each -> label.apply(each).equals(wanted))
                .findFirst());
        if (text.isPresent() && found.isEmpty()) {
            faults.invalid(
                    pointer,
                    "must be one of: "
                            + String.join(", ", Arrays.stream(values).map(label).toList()));
        }
        return found;
    }

    /** A word for both, or each by itself. */
    private void retention() {
        String pointer = cursor.pointer();
        if (cursor.isText()) {
            choice(Retain.values(), Retain::label).ifPresent(value -> retention = new Retention(value, value));
            return;
        }
        Map<String, Retain> read = new HashMap<>();
        cursor.object(name -> {
            switch (name) {
                case "ceiling", "default" ->
                    choice(Retain.values(), Retain::label).ifPresent(value -> read.put(name, value));
                default -> cursor.unknown("ceiling", "default");
            }
        });
        Retain ceiling = read.getOrDefault("ceiling", Retain.FULL);
        Retain otherwise = read.getOrDefault("default", ceiling);
        if (otherwise.isMoreThan(ceiling)) {
            faults.invalid(
                    pointer + "/default",
                    "is " + otherwise.label() + ", more than the ceiling " + ceiling.label() + " beside it");
            return;
        }
        retention = new Retention(ceiling, otherwise);
    }

    /** The one value that is offered so far. */
    private void only(String offered, String feature) {
        String pointer = cursor.pointer();
        if (cursor.text().filter(value -> !value.equals(offered)).isPresent()) {
            faults.notOffered(pointer, feature + " (" + offered + " is what there is)");
        }
    }

    private void runtimes() {
        String pointer = cursor.pointer();
        List<String> seen = new ArrayList<>();
        cursor.array(() -> {
            String place = cursor.pointer();
            cursor.text().ifPresent(text -> {
                seen.add(text);
                RuntimePattern.fault(text)
                        .ifPresentOrElse(
                                why -> faults.invalid(place, why), () -> runtimes.add(new RuntimePattern(text)));
            });
        });
        if (seen.isEmpty()) {
            faults.invalid(pointer, "has at least one; leave it out to allow all");
        } else if (seen.size() > RUNTIMES_MAX) {
            faults.invalid(pointer, "has at most " + RUNTIMES_MAX);
        }
    }

    private StepRules stepRules() {
        Map<Limit, Long> ceilings = new EnumMap<>(Limit.class);
        Map<Limit, Long> defaults = new EnumMap<>(Limit.class);
        cursor.object(name -> Arrays.stream(Limit.values())
                .filter(limit -> limit.label().equals(name))
                .findFirst()
                .ifPresentOrElse(limit -> stepRule(limit, ceilings, defaults), () -> cursor.unknown(Limit.labels())));
        return new StepRules(ceilings, defaults);
    }

    private void stepRule(Limit limit, Map<Limit, Long> ceilings, Map<Limit, Long> defaults) {
        String pointer = cursor.pointer();
        Map<String, Long> read = new HashMap<>();
        cursor.object(name -> {
            switch (name) {
                case "ceiling", "default" -> amount(limit).ifPresent(value -> read.put(name, value));
                default -> cursor.unknown("ceiling", "default");
            }
        });
        Long ceiling = read.get("ceiling");
        Long otherwise = read.get("default");
        if (ceiling != null && otherwise != null && otherwise > ceiling) {
            faults.invalid(
                    pointer + "/default", "is " + otherwise + ", above the ceiling of " + ceiling + " beside it");
            return;
        }
        if (ceiling != null) {
            ceilings.put(limit, ceiling);
        }
        if (otherwise != null) {
            defaults.put(limit, otherwise);
        }
    }

    private Optional<Long> amount(Limit limit) {
        String pointer = cursor.pointer();
        Optional<Long> amount =
                cursor.isText() ? cursor.text().flatMap(text -> Amount.parse(limit, text)) : cursor.whole();
        if (amount.isEmpty()) {
            faults.invalid(pointer, Amount.demand(limit));
        }
        return positive(pointer, amount);
    }

    private Optional<Long> positive(String pointer, Optional<Long> value) {
        if (value.filter(each -> each < 1).isPresent()) {
            faults.invalid(pointer, "must be above 0, not " + value.get());
            return Optional.empty();
        }
        return value;
    }

    private Optional<Integer> count() {
        return counted(Integer.MAX_VALUE).map(Long::intValue);
    }

    private Optional<Long> counted(long most) {
        String pointer = cursor.pointer();
        Optional<Long> value = positive(pointer, cursor.whole());
        if (value.filter(each -> each > most).isPresent()) {
            faults.invalid(
                    pointer,
                    String.format(
                            Locale.ROOT, "must be at most %,d; leave it out where there shall be no such bound", most));
            return Optional.empty();
        }
        return value;
    }

    private void rate() {
        String pointer = cursor.pointer();
        List<Integer> executions = new ArrayList<>();
        List<Rate.Per> per = new ArrayList<>();
        cursor.object(name -> {
            switch (name) {
                case "executions" -> count().ifPresent(executions::add);
                case "per" -> choice(Rate.Per.values(), Rate.Per::label).ifPresent(per::add);
                default -> cursor.unknown("executions", "per");
            }
        });
        if (!executions.isEmpty() && !per.isEmpty()) {
            rate = Optional.of(new Rate(executions.getFirst(), per.getFirst()));
        } else if (faults.worst().isEmpty()) {
            faults.invalid(pointer, "has executions and per, as in {executions: 60, per: minute}");
        }
    }

    private void budget(String name) {
        Optional<Span> span = Arrays.stream(Span.values())
                .filter(each -> each.label().equals(name))
                .findFirst();
        if (span.isEmpty()) {
            cursor.unknown(Arrays.stream(Span.values()).map(Span::label).toList());
            return;
        }
        String pointer = cursor.pointer();
        Map<String, Long> read = new HashMap<>();
        cursor.object(part -> {
            switch (part) {
                case "cpu_seconds", "memory_gib_seconds" ->
                    counted(BUDGET_MAX).ifPresent(value -> read.put(part, value));
                default -> cursor.unknown("cpu_seconds", "memory_gib_seconds");
            }
        });
        if (read.isEmpty() && faults.worst().isEmpty()) {
            faults.invalid(pointer, "has cpu_seconds or memory_gib_seconds");
        }
        budgets.put(
                span.get(),
                new Budget(
                        Optional.ofNullable(read.get("cpu_seconds")),
                        Optional.ofNullable(read.get("memory_gib_seconds"))));
    }

    private void conditions() {
        String pointer = cursor.pointer();
        Set<String> names = new HashSet<>();
        cursor.array(() -> {
            String place = cursor.pointer();
            condition(place).ifPresent(read -> {
                if (!names.add(read.name())) {
                    faults.invalid(place + "/name", "is the name of another condition too");
                }
                conditions.add(read);
                placed.put(place, read);
            });
        });
        if (conditions.size() > CONDITIONS_MAX) {
            faults.invalid(pointer, "has at most " + CONDITIONS_MAX);
        }
    }

    private Optional<Condition> condition(String place) {
        Map<String, String> read = new HashMap<>();
        cursor.object(part -> {
            switch (part) {
                case "name" -> name().ifPresent(value -> read.put(part, value));
                case "require" -> text(REQUIRE_MAX).ifPresent(value -> read.put(part, value));
                case "message" -> text(MESSAGE_MAX).ifPresent(value -> read.put(part, value));
                default -> cursor.unknown("name", "require", "message");
            }
        });
        String name = read.get("name");
        String require = read.get("require");
        String message = read.get("message");
        if (name == null || require == null || message == null) {
            if (faults.worst().isEmpty()) {
                faults.invalid(place, "has a name, what it does require, and a message for whoever is refused");
            }
            return Optional.empty();
        }
        return Optional.of(new Condition(name, require, message));
    }

    private Optional<String> name() {
        String pointer = cursor.pointer();
        return cursor.text().filter(value -> {
            if (!value.matches(NAME)) {
                faults.invalid(pointer, "begins with a letter and has at most 64 of a-z, 0-9, _ and -");
            }
            return value.matches(NAME);
        });
    }
}
