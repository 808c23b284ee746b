package freehold.control.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import freehold.cell.Limit;
import freehold.control.policy.Facts;
import freehold.control.tenancy.Right;
import freehold.execution.Callback;
import freehold.execution.Command;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a condition can ask about: variables, each with its type, whose value is made when an expression needs it. */
final class CelVocabulary {
    private static final CelType TEXTS = ListType.create(SimpleType.STRING);
    private static final CelType TEXTS_BY_NAME = MapType.create(SimpleType.STRING, SimpleType.STRING);
    private static final Map<String, Variable> VARIABLES = variables();

    static final Map<String, CelType> TYPES = VARIABLES.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, each -> each.getValue().type()));

    private record Variable(CelType type, Function<Facts, Optional<Object>> value) {}

    private CelVocabulary() {}

    static List<String> names() {
        return List.copyOf(VARIABLES.keySet());
    }

    /** Empty if there is none, and then what asks for it cannot be evaluated. */
    static Optional<Object> value(String name, Facts facts) {
        Variable variable = VARIABLES.get(name);
        return variable == null ? Optional.empty() : variable.value().apply(facts);
    }

    private static Map<String, Variable> variables() {
        Map<String, Variable> all = new LinkedHashMap<>();
        put(
                all,
                "request.runtime",
                SimpleType.STRING,
                facts -> facts.runtime().pack().name());
        put(all, "request.version", SimpleType.STRING, facts -> facts.runtime().version());
        put(
                all,
                "request.digest",
                SimpleType.STRING,
                facts -> facts.runtime().digest().toString());
        put(all, "request.tier", SimpleType.STRING, facts -> facts.tier().label());
        put(all, "request.files", TEXTS, CelVocabulary::paths);
        put(all, "request.files_bytes", SimpleType.INT, CelVocabulary::fileBytes);
        put(all, "request.stdin_bytes", SimpleType.INT, facts ->
                (long) facts.request().stdin().bytes().length);
        put(all, "request.args", TEXTS, facts -> words(facts, facts.request().args()));
        put(all, "request.command", TEXTS, facts -> words(facts, List.of()));
        put(all, "request.env", TEXTS_BY_NAME, facts -> facts.request().env());
        put(
                all,
                "request.build_args",
                TEXTS,
                facts -> words(facts, facts.request().buildArgs()));
        put(all, "request.build_env", TEXTS_BY_NAME, facts -> facts.request().buildEnv());
        put(all, "request.collect", TEXTS, facts -> facts.request().collect());
        put(all, "request.labels", TEXTS_BY_NAME, facts -> facts.request().labels());
        put(
                all,
                "request.interactive",
                SimpleType.BOOL,
                facts -> facts.request().dialogue().isOpen());
        put(
                all,
                "request.terminal",
                SimpleType.BOOL,
                facts -> facts.request().dialogue().terminal().isPresent());
        put(all, "request.retain", SimpleType.STRING, facts -> facts.retain().label());
        put(
                all,
                "request.deterministic",
                SimpleType.BOOL,
                facts -> facts.request().deterministic());
        put(all, "request.secrets", TEXTS, CelVocabulary::secrets);
        put(
                all,
                "request.callback",
                SimpleType.STRING,
                facts -> facts.request().callback().map(Callback::url).orElse(""));
        for (Limit limit : Limit.values()) {
            put(all, "request.limits." + limit.label(), SimpleType.INT, facts -> limit.of(facts.run()));
        }
        for (Limit limit : Limit.values()) {
            put(
                    all,
                    "request.build_limits." + limit.label(),
                    SimpleType.INT,
                    facts -> facts.build().map(limit::of).orElse(0L));
        }
        put(all, "tenant.name", SimpleType.STRING, facts -> facts.tenant().value());
        all.put(
                "key.rights",
                new Variable(
                        TEXTS,
                        facts -> facts.caller()
                                .map(caller -> caller.rights().stream()
                                        .map(Right::label)
                                        .sorted()
                                        .toList())));
        put(all, "now", SimpleType.TIMESTAMP, Facts::now);
        return all;
    }

    private static void put(Map<String, Variable> all, String name, CelType type, Function<Facts, Object> value) {
        all.put(name, new Variable(type, facts -> Optional.of(value.apply(facts))));
    }

    /** Each name once, however often it is used. */
    private static List<String> secrets(Facts facts) {
        return facts.request().secrets().stream()
                .map(use -> use.name().value())
                .distinct()
                .toList();
    }

    /** Those of a command are arguments too: a condition that forbids some is not passed by writing the whole line. */
    private static List<String> words(Facts facts, List<String> arguments) {
        return facts.request().command().map(Command::argv).orElse(arguments);
    }

    /** A source without a name has the runtime's. */
    private static List<String> paths(Facts facts) {
        Request request = facts.request();
        return request.source().isPresent()
                ? List.of(facts.runtime().pack().source())
                : request.files().stream()
                        .map(SourceFile::path)
                        .map(WorkPath::value)
                        .toList();
    }

    private static Object fileBytes(Facts facts) {
        Request request = facts.request();
        return request.source().map(CelVocabulary::bytes).orElse(0L)
                + request.files().stream()
                        .map(SourceFile::content)
                        .mapToLong(CelVocabulary::bytes)
                        .sum();
    }

    private static long bytes(Content content) {
        return switch (content) {
            case Content.Inline(byte[] bytes) -> bytes.length;
            case Content.Stored stored -> stored.sizeBytes();
        };
    }
}
