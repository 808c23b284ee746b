package freehold.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.Malformed;
import freehold.refusal.NotOffered;
import freehold.refusal.Refusal;
import freehold.wire.api.PolicyDocument.Read;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that people write, in both notations. */
final class PolicyDocumentTest {
    private static final String WHOLE = """
            description: A first course
            runtimes: [python, "java@25", 'c*']
            limits:
              cpu_ms: {default: 2s, ceiling: 10s}
              memory_bytes: {ceiling: 512MiB}
              processes: {ceiling: 32}
            build_limits:
              wall_ms: {ceiling: 1min}
            tier: process
            network: deny
            retain: full
            deterministic_only: false
            callbacks: deny
            concurrency: 4
            rate: {executions: 30, per: minute}
            budgets:
              day: {cpu_seconds: 3600, memory_gib_seconds: 7200}
              month: {cpu_seconds: 36000}
            conditions:
              - name: few-files
                require: size(request.files) <= 10
                message: Send at most ten files.
            """;

    /** The form that digests are made of: it stays as it is, or the digests of all policies change. */
    private static final String CANONICAL =
            "{\"description\":\"A first course\",\"runtimes\":[\"python\",\"java@25\",\"c*\"],"
                    + "\"limits\":{\"cpu_ms\":{\"default\":2000,\"ceiling\":10000},\"memory_bytes\":{\"ceiling\":536870912},"
                    + "\"processes\":{\"ceiling\":32}},\"build_limits\":{\"wall_ms\":{\"ceiling\":60000}},\"tier\":\"process\","
                    + "\"network\":\"deny\",\"retain\":\"full\",\"deterministic_only\":false,\"callbacks\":\"deny\","
                    + "\"concurrency\":4,\"rate\":{\"executions\":30,\"per\":\"minute\"},"
                    + "\"budgets\":{\"day\":{\"cpu_seconds\":3600,\"memory_gib_seconds\":7200},\"month\":{\"cpu_seconds\":36000}},"
                    + "\"conditions\":[{\"name\":\"few-files\",\"require\":\"size(request.files) <= 10\","
                    + "\"message\":\"Send at most ten files.\"}]}";

    private static Read yaml(String text) {
        return PolicyDocument.yaml(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Read json(String text) {
        return PolicyDocument.json(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Read.Understood understood(Read read) {
        assertThat(read).isInstanceOf(Read.Understood.class);
        return (Read.Understood) read;
    }

    private static List<FieldFault> faults(Read read) {
        assertThat(read).isInstanceOf(Read.Declined.class);
        Refusal refusal = ((Read.Declined) read).refusal();
        return refusal instanceof Malformed(List<FieldFault> malformed)
                ? malformed
                : refusal instanceof Invalid(List<FieldFault> invalid)
                        ? invalid
                        : List.of(new FieldFault(((NotOffered) refusal).pointer(), ((NotOffered) refusal).feature()));
    }

    @Test
    void yaml_and_json_that_say_the_same_are_one_version() {
        Read.Understood fromYaml = understood(yaml(WHOLE));
        Read.Understood fromJson = understood(json(CANONICAL));

        assertThat(new String(fromYaml.canonical(), StandardCharsets.UTF_8)).isEqualTo(CANONICAL);
        assertThat(fromJson.digest()).isEqualTo(fromYaml.digest());
        assertThat(fromJson.policy()).isEqualTo(fromYaml.policy());
    }

    @Test
    void the_emptiest_document_allows_what_the_server_allows() {
        Read.Understood empty = understood(yaml("{}"));

        assertThat(new String(empty.canonical(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"tier\":\"process\",\"network\":\"deny\",\"retain\":\"full\",\"deterministic_only\":false,"
                                + "\"callbacks\":\"allow\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit: {} | #/limit | is not a field of this object, which can have description, runtimes, limits, build_limits, tier, network, retain, deterministic_only, callbacks, concurrency, rate, budgets, secrets, conditions",
                "limits: {cpu: {ceiling: 1s}} | #/limits/cpu | is not a field of this object, which can have cpu_ms, wall_ms, memory_bytes, processes, output_bytes, disk_bytes, open_files",
                "limits: {cpu_ms: 5} | #/limits/cpu_ms | must be an object, not a number",
                "limits: {cpu_ms: {ceiling: fast}} | #/limits/cpu_ms/ceiling | must be milliseconds such as 5000, or a time such as 5s",
                "limits: {memory_bytes: {ceiling: 5s}} | #/limits/memory_bytes/ceiling | must be bytes such as 1048576, or a size such as 1MiB",
                "limits: {cpu_ms: {ceiling: 0}} | #/limits/cpu_ms/ceiling | must be above 0, not 0",
                "limits: {cpu_ms: {default: 3s, ceiling: 2s}} | #/limits/cpu_ms/default | is 3000, above the ceiling of 2000 beside it",
                "runtimes: [] | #/runtimes | has at least one; leave it out to allow all",
                "runtimes: [Python] | #/runtimes/0 | must be a runtime such as python, c*, python@3.11 or python@sha256: and 64 digits",
                "runtimes: ['@3'] | #/runtimes/0 | must be a runtime such as python, c*, python@3.11 or python@sha256: and 64 digits",
                "tier: docker | #/tier | must be one of: process, gvisor, microvm",
                "network: allow | #/network | network access (deny is what there is)",
                "retain: all | #/retain | must be one of: full, digest, none",
                "retain: {default: full, ceiling: digest} | #/retain/default | is full, more than the ceiling digest beside it",
                "retain: {most: none} | #/retain/most | is not a field of this object, which can have ceiling, default",
                "rate: {executions: 5} | #/rate | has executions and per, as in {executions: 60, per: minute}",
                "rate: {executions: 5, per: day} | #/rate/per | must be one of: second, minute, hour",
                "budgets: {week: {cpu_seconds: 1}} | #/budgets/week | is not a field of this object, which can have day, month",
                "budgets: {day: {}} | #/budgets/day | has cpu_seconds or memory_gib_seconds",
                "concurrency: -1 | #/concurrency | must be above 0, not -1",
                "concurrency: many | #/concurrency | must be a whole number, not a string",
                "conditions: [{name: a, require: 'true'}] | #/conditions/0 | has a name, what it does require, and a message for whoever is refused",
                "conditions: [{name: A b, require: 'true', message: x}] | #/conditions/0/name | begins with a letter and has at most 64 of a-z, 0-9, _ and -",
            })
    void each_mistake_is_named_with_its_place(String document, String pointer, String detail) {
        List<FieldFault> faults = faults(yaml(document));

        assertThat(faults).first().isEqualTo(new FieldFault(pointer, detail));
    }

    @Test
    void all_mistakes_are_named_at_one_time() {
        List<FieldFault> faults = faults(yaml("limit: {}\ntiers: x\nconcurrency: true\n"));

        assertThat(faults).extracting(FieldFault::pointer).containsExactly("#/limit", "#/tiers", "#/concurrency");
    }

    @Test
    void what_is_no_document_is_refused() {
        assertThat(faults(yaml(""))).hasSize(1);
        assertThat(faults(yaml("[]"))).hasSize(1);
        assertThat(faults(yaml("a: b: c")))
                .first()
                .extracting(FieldFault::detail)
                .asString()
                .startsWith("Not YAML");
        assertThat(faults(yaml("tier: process\ntier: gvisor")))
                .first()
                .extracting(FieldFault::detail)
                .asString()
                .contains("twice");
        assertThat(faults(yaml("{}\n---\n{}")))
                .first()
                .extracting(FieldFault::detail)
                .asString()
                .contains("follows");
        assertThat(faults(yaml("limits: &a {}\nbuild_limits: *a")))
                .first()
                .extracting(FieldFault::detail)
                .asString()
                .contains("alias");
        assertThat(faults(json("{\"tier\": \"process\""))).hasSize(1);
        assertThat(faults(PolicyDocument.yaml(new byte[] {(byte) 0xff}))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "concurrency: 2147483648",
                "concurrency: 4294967297",
                "concurrency: 99999999999999999999",
                "rate: {executions: 4294967297, per: minute}"
            })
    void a_count_that_no_integer_holds_is_refused_and_never_cut(String document) {
        assertThat(faults(yaml(document)))
                .extracting(FieldFault::detail)
                .containsExactly("must be at most 2,147,483,647; leave it out where there shall be no such bound");
    }

    @Test
    void a_budget_beyond_all_processors_there_are_is_refused_and_never_lowered() {
        assertThat(faults(yaml(
                        "budgets: {day: {cpu_seconds: 1000000000000001, memory_gib_seconds: 99999999999999999999}}")))
                .extracting(FieldFault::detail)
                .containsOnly("must be at most 1,000,000,000,000,000; leave it out where there shall be no such bound")
                .hasSize(2);
    }

    @Test
    void the_largest_count_is_kept_as_it_is() {
        Read.Understood read = understood(yaml("concurrency: 2147483647"));

        assertThat(read.policy().quotas().concurrency()).contains(Integer.MAX_VALUE);
    }
}
