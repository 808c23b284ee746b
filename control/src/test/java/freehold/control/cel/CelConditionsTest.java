package freehold.control.cel;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Limit;
import freehold.cell.Tier;
import freehold.control.policy.Conditions.Compiled;
import freehold.control.policy.Facts;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Right;
import freehold.control.world.Packs;
import freehold.execution.Content;
import freehold.execution.Injection;
import freehold.execution.Request;
import freehold.execution.SecretUse;
import freehold.policy.Condition;
import freehold.policy.Objection;
import freehold.policy.Retain;
import freehold.refusal.FieldFault;
import freehold.runtime.Installed;
import freehold.runtime.Selection;
import freehold.secret.SecretName;
import freehold.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions, written as an operator would. */
final class CelConditionsTest {
    private static final String REFUSED = "No.";

    private static Facts facts(List<String> args, Optional<Caller> caller) {
        Installed runtime = ((Selection.Found) Packs.CATALOGUE.find("python")).runtime();
        Request request = Request.ofSource(
                        "python",
                        new Content.Inline("print(1)".getBytes(StandardCharsets.UTF_8)),
                        args,
                        new Content.Inline(new byte[3]),
                        Map.of(Limit.CPU, 1_000L))
                .withLabels(Map.of("group", "cs1"));
        return new Facts(
                new TenantId("school"),
                caller,
                Instant.parse("2026-11-27T09:30:00Z"),
                request,
                runtime,
                runtime.pack().run().defaults(),
                Optional.empty(),
                Tier.PROCESS,
                Retain.FULL);
    }

    private static Facts facts(UnaryOperator<Request> change, Retain retain) {
        Facts usual = facts(List.of(), Optional.empty());
        return new Facts(
                usual.tenant(),
                usual.caller(),
                usual.now(),
                change.apply(usual.request()),
                usual.runtime(),
                usual.run(),
                usual.build(),
                usual.tier(),
                retain);
    }

    private static Optional<Objection> asked(String require, Facts facts) {
        Compiled compiled = new CelConditions().compile(List.of(new Condition("one", require, REFUSED)));
        assertThat(compiled).isInstanceOf(Compiled.Ready.class);
        return ((Compiled.Ready) compiled).checks().objection(facts);
    }

    private static List<FieldFault> faults(String require) {
        Compiled compiled = new CelConditions().compile(List.of(new Condition("one", require, REFUSED)));
        assertThat(compiled).isInstanceOf(Compiled.Wrong.class);
        return ((Compiled.Wrong) compiled).faults();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request.runtime == 'python'",
                "request.version.startsWith('3.')",
                "size(request.files) == 1 && request.files.allMatch('[.]py$')",
                "request.files_bytes == 8 && request.stdin_bytes == 3",
                "request.limits.cpu_ms <= 600000 && request.build_limits.cpu_ms == 0",
                "'group' in request.labels && request.labels['group'] == 'cs1'",
                "!request.args.anyMatch('^--debug')",
                "request.callback == ''",
                "tenant.name == 'school'",
                "'run' in key.rights",
                "now > timestamp('2026-11-27T08:00:00Z') && now.getHours('Europe/Berlin') == 10",
                "request.tier in ['process', 'gvisor']"
            })
    void holds_of_a_request_of_which_it_is_true(String require) {
        assertThat(asked(require, facts(List.of("x"), Optional.of(Caller.LOCAL))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!request.interactive && !request.terminal && !request.deterministic",
                "request.retain == 'digest'",
                "request.secrets == ['token', 'ci-key']",
                "request.secrets.anyMatch('^ci-') && !('deploy-key' in request.secrets)",
            })
    void knows_what_is_kept_and_which_secrets_are_used(String require) {
        Facts facts = facts(
                request -> request.withSecrets(List.of(
                        use("token", Optional.of(1)), use("token", Optional.empty()), use("ci-key", Optional.empty()))),
                Retain.DIGEST);

        assertThat(asked(require, facts)).isEmpty();
    }

    private static SecretUse use(String name, Optional<Integer> version) {
        return new SecretUse(new SecretName(name), version, new Injection.Variable("X"));
    }

    @Test
    void refuses_with_its_own_words_what_it_is_false_of() {
        Optional<Objection> objection = asked("request.runtime == 'c'", facts(List.of(), Optional.empty()));

        assertThat(objection).contains(new Objection("#/conditions/0", REFUSED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request.env['absent'] == 'x'",
                "1 / (request.stdin_bytes - 3) == 1",
                "request.args[7] == 'x'",
                "request.runtime.matches(request.args[0])",
                "request.args.allMatch('(')",
                "9223372036854775807 + request.limits.cpu_ms > 0"
            })
    void refuses_what_cannot_be_evaluated(String require) {
        Optional<Objection> objection = asked(require, facts(List.of("("), Optional.of(Caller.LOCAL)));

        assertThat(objection.orElseThrow().sentence()).contains("one cannot be evaluated");
    }

    @Test
    void refuses_what_asks_for_a_key_where_there_is_none() {
        String require = "'run' in key.rights";

        assertThat(asked(require, facts(List.of(), Optional.empty()))).isPresent();
        assertThat(asked(
                        require, facts(List.of(), Optional.of(new Caller(new TenantId("school"), Set.of(Right.READ))))))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "request.foo == 1 | line 1, column 1: undeclared reference to 'request'",
                "request.runtime == 1 | line 1, column 17: found no matching overload for '_==_'",
                "request.runtime | expected type 'bool' but found 'string'",
                "request.runtime == | line 1, column 19: mismatched input",
                "request.files.all(f, f != '') | undeclared reference to 'all'",
                "[1, 2].map(x, x) == [1] | undeclared reference",
            })
    void a_mistake_is_found_before_it_is_in_force(String require, String words) {
        FieldFault fault = faults(require).getFirst();

        assertThat(fault.pointer()).isEqualTo("#/conditions/0/require");
        assertThat(fault.detail()).contains(words);
    }

    @Test
    void an_expression_that_is_too_large_is_refused() {
        assertThat(faults("true" + " || true".repeat(150))).isNotEmpty();
        assertThat(faults("(".repeat(60) + "true" + ")".repeat(60))).isNotEmpty();
        assertThat(faults("'" + "x".repeat(3_000) + "' == ''")).isNotEmpty();
    }

    /** What a backtracking engine would not end in a lifetime. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void a_request_cannot_make_an_answer_slow() {
        Facts hostile = facts(List.of("a".repeat(100_000) + "!"), Optional.empty());

        assertThat(asked("!request.args.anyMatch('^(a+)+$') && !request.args[0].matches('^(a|a)*$')", hostile))
                .isEmpty();
    }

    /** A pattern that the request brings is bounded as one of the policy is. */
    @Test
    void a_pattern_that_would_become_large_is_refused() {
        Facts hostile = facts(List.of("((a{1,100}){1,100}){1,100}"), Optional.empty());

        assertThat(asked("'x'.matches(request.args[0])", hostile)).isPresent();
        assertThat(asked("request.args.allMatch(request.args[0])", hostile)).isPresent();
    }

    /** Each of these would have 10^8 instructions or more, which do not fit into memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "((((a{100}){100}){100}){100}){100}",
                "((((a{1,100}){0,100}){100,}){100}){100}",
                "\\\\Q[\\\\E((((a{100}){100}){100}){100}){100}",
                "[]((](((([^]]{100}){100}){100}){100}){100}",
                "(?:(?:(?:(?:\\\\p{Greek}{100}){100}){100}){100}){100}"
            })
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void a_pattern_is_not_compiled_to_find_out_that_it_is_too_large(String pattern) {
        Facts asks = facts(List.of(), Optional.empty());

        assertThat(asked("'x'.matches('" + pattern + "')", asks)).isPresent();
        assertThat(asked("matches('x', '" + pattern + "')", asks)).isPresent();
        assertThat(asked("request.files.anyMatch('" + pattern + "')", asks)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "^ab{3}c$ | 7",
                "a{2,5} | 5",
                "(ab){10} | 40",
                "[a-z\\]{9}] | 1",
                "\\p{Greek}{3} | 3",
                "\\Q{9}\\E | 4",
                "x{y} | 4",
            })
    void the_size_of_a_pattern_is_guessed_from_its_text(String pattern, long size) {
        assertThat(PatternSize.guess(pattern)).isEqualTo(size);
    }

    private static List<String> unreadable(String require) {
        return new CelConditions()
                        .unreadable(
                                List.of(new Condition("one", "true", REFUSED), new Condition("two", require, REFUSED)))
                        .stream()
                        .map(fault -> fault.pointer() + " " + fault.detail())
                        .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request.runtime.matches('(')",
                "matches(request.runtime, '(')",
                "request.runtime == 'c' || !request.args.anyMatch('(')",
                "request.files.allMatch('(') && request.args.anyMatch('(')"
            })
    void a_pattern_that_can_never_be_used_is_found_before_it_is_in_force(String require) {
        assertThat(unreadable(require))
                .containsExactly("#/conditions/1/require the pattern '(' can never be used: "
                        + "error parsing regexp: missing closing ): `(`; patterns are of RE2");
    }

    @Test
    void a_pattern_that_is_too_large_is_found_too_and_what_a_request_brings_is_not_looked_at() {
        assertThat(unreadable("'x'.matches('((((a{100}){100}){100}){100}){100}')"))
                .first()
                .asString()
                .contains("more than 500 instructions");
        assertThat(unreadable("request.runtime.matches(request.args[0]) && '(' != 'x' && 'x'.matches('[.]py$')"))
                .isEmpty();
        assertThat(unreadable("request.foo == '('")).isEmpty();
    }
}
