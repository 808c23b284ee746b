package freehold.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.Limit;
import freehold.cell.Tier;
import freehold.quantity.Digest;
import freehold.runtime.RuntimeIdentity;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final Digest DIGEST = new Digest("a".repeat(64));
    private static final RuntimeIdentity PYTHON = new RuntimeIdentity("python", "3.11.2", DIGEST);
    private static final RuntimeIdentity C = new RuntimeIdentity("c", "12.2.0", new Digest("b".repeat(64)));

    @Provide
    Arbitrary<Policy> policies() {
        return Policies.all();
    }

    @Provide
    Arbitrary<Demand> demands() {
        return Combinators.combine(Arbitraries.of(PYTHON, C), Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as((runtime, deterministic, callback) -> new Demand(runtime, List.of(), deterministic, callback));
    }

    @Property
    void a_stricter_policy_grants_no_more(
            @ForAll("policies") Policy loose, @ForAll("policies") Policy other, @ForAll("demands") Demand demand) {
        Policy strict = Policies.stricter(loose, other);

        boolean granted = strict.objection(demand).isEmpty();

        if (granted) {
            assertThat(loose.objection(demand)).isEmpty();
        }
        assertThat(strict.tier(Tier.PROCESS)).isGreaterThanOrEqualTo(loose.tier(Tier.PROCESS));
    }

    @Property
    void a_stricter_policy_gives_no_higher_limit(
            @ForAll("policies") Policy loose,
            @ForAll("policies") Policy other,
            @ForAll Limit limit,
            @ForAll @LongRange(min = 0, max = 1_200) long asked,
            @ForAll @LongRange(min = 1, max = 1_200) long runtimeDefault,
            @ForAll @LongRange(min = 1, max = 1_200) long server) {
        @Nullable Long said = asked == 0 ? null : asked;
        Policy strict = Policies.stricter(loose, other);

        Grant ofStrict = Grant.of(limit, said, runtimeDefault, server, strict.limits());
        Grant ofLoose = Grant.of(limit, said, runtimeDefault, server, loose.limits());

        assertThat(ofStrict.value()).isLessThanOrEqualTo(ofLoose.value());
        assertThat(ofStrict.ceiling()).isLessThanOrEqualTo(ofLoose.ceiling());
        assertThat(ofLoose.isAbove() && !ofStrict.isAbove()).isFalse();
    }

    @Property
    void what_was_asked_for_is_never_altered_and_what_was_not_stays_below_every_ceiling(
            @ForAll("policies") Policy policy,
            @ForAll Limit limit,
            @ForAll @LongRange(min = 1, max = 1_200) long asked,
            @ForAll @LongRange(min = 1, max = 1_200) long server) {
        Grant said = Grant.of(limit, asked, 7, server, policy.limits());
        Grant silent = Grant.of(limit, null, asked, server, policy.limits());

        assertThat(said.value()).isEqualTo(asked);
        assertThat(said.from()).isEqualTo(Origin.REQUEST);
        assertThat(silent.isAbove()).isFalse();
        assertThat(silent.value()).isPositive();
    }

    @Test
    void a_runtime_is_meant_by_name_alias_version_digest_or_a_part_of_its_name() {
        assertThat(matches("python", PYTHON)).isTrue();
        assertThat(matches("py", PYTHON)).isTrue();
        assertThat(matches("py*", PYTHON)).isTrue();
        assertThat(matches("*", C)).isTrue();
        assertThat(matches("python@3.11", PYTHON)).isTrue();
        assertThat(matches("python@" + DIGEST, PYTHON)).isTrue();
        assertThat(matches("*@" + DIGEST, PYTHON)).isTrue();
        assertThat(matches("python@3.1", PYTHON)).isFalse();
        assertThat(matches("python@" + DIGEST, C)).isFalse();
        assertThat(matches("*ythonp*", PYTHON)).isFalse();
        assertThat(matches("p*python", PYTHON)).isFalse();
        assertThat(matches("c", PYTHON)).isFalse();
    }

    private static boolean matches(String pattern, RuntimeIdentity runtime) {
        return RuntimePattern.fault(pattern).isEmpty()
                && new RuntimePattern(pattern)
                        .matches(runtime, List.of("py").subList(0, runtime.equals(PYTHON) ? 1 : 0));
    }

    @Test
    void an_objection_names_the_rule_and_what_is_allowed() {
        Policy only = Policies.stricter(
                Policies.OPEN,
                new Policy(
                        "",
                        List.of(new RuntimePattern("java@25"), new RuntimePattern("c")),
                        StepRules.NONE,
                        StepRules.NONE,
                        Tier.PROCESS,
                        Determinism.OPTIONAL,
                        Callbacks.ALLOW,
                        Quotas.NONE,
                        List.of()));

        Objection objection =
                only.objection(new Demand(PYTHON, List.of(), false, false)).orElseThrow();

        assertThat(objection.rule()).isEqualTo("#/runtimes");
        assertThat(objection.sentence()).isEqualTo("It does not allow python 3.11.2; choose one of: java@25, c.");
    }

    @Test
    void a_default_above_its_own_ceiling_is_no_rule() {
        assertThatThrownBy(() -> new StepRules(Map.of(Limit.CPU, 5L), Map.of(Limit.CPU, 6L)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
