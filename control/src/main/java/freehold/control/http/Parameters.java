package freehold.control.http;

import freehold.control.callback.Delivery;
import freehold.control.record.Filter;
import freehold.execution.CallbackId;
import freehold.execution.ExecutionId;
import freehold.execution.State;
import freehold.execution.Verdict;
import freehold.ledger.Position;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.Malformed;
import freehold.refusal.Nearest;
import freehold.refusal.Refusal;
import freehold.tenant.KeyId;
import freehold.tenant.TenantId;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The query parameters of one request. Those that a call does not have, those that come twice and those that cannot be read at all were
 * refused before a call sees them ({@link #refusal(Context, Query)}).
 */
final class Parameters {
    private static final int FAULTS_MAX = 20;
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final int PAGE_DEFAULT = 50;
    private static final int PAGE_MAX = 500;

    private final Map<String, List<String>> given;
    private final Query query;
    private final List<FieldFault> invalid = new ArrayList<>();

    /** @param query what the call has: nothing else can be read */
    Parameters(Context context, Query query) {
        this.given = context.queryParamMap();
        this.query = query;
    }

    /** Why those of a request are not what the call has: what is not known would be left out in silence, and a slip in a name go unseen. */
    static Optional<Refusal> refusal(Context context, Query query) {
        return refusal(context).or(() -> strange(context.queryParamMap(), query));
    }

    private static Optional<Refusal> strange(Map<String, List<String>> given, Query query) {
        List<FieldFault> faults = new ArrayList<>();
        given.forEach((name, values) -> {
            if (!query.has(name)) {
                faults.add(new FieldFault(
                        "?" + printable(name), "is not a parameter of this call, " + instead(name, query)));
            } else if (values.size() > 1 && !query.repeated().contains(name)) {
                faults.add(new FieldFault("?" + name, "comes more than once"));
            }
        });
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(new Malformed(faults.stream().limit(FAULTS_MAX).toList()));
    }

    private static String instead(String name, Query query) {
        List<String> near = Nearest.of(name, query.names());
        if (!near.isEmpty()) {
            return "but " + String.join(" or ", near) + " is";
        }
        return "which has " + (query.names().isEmpty() ? "none" : String.join(", ", query.names()));
    }

    /** Why the parameters of a request cannot be read at all; the web server leaves out those that it cannot decode. */
    static Optional<Refusal> refusal(Context context) {
        List<FieldFault> faults = unreadable(context);
        return faults.isEmpty() ? Optional.empty() : Optional.of(new Malformed(faults));
    }

    private static List<FieldFault> unreadable(Context context) {
        String query = context.queryString();
        return query == null || query.indexOf('%') < 0
                ? List.of()
                : Arrays.stream(query.split("&", -1))
                        .filter(pair -> !isDecodable(pair))
                        .limit(FAULTS_MAX)
                        .map(
                                pair -> new FieldFault(
                                        "?" + printable(pair.replaceFirst("=.*", "")),
                                        "is not UTF-8 in percent-encoding (RFC 3986, section 2.1); write a percent sign as %25"))
                        .toList();
    }

    /** Strictly: what the web server would replace or leave out is not. */
    private static boolean isDecodable(String pair) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(pair.length());
        for (int at = 0; at < pair.length(); at++) {
            char each = pair.charAt(at);
            if (each != '%') {
                bytes.writeBytes(String.valueOf(each).getBytes(StandardCharsets.UTF_8));
            } else if (pair.length() - at > 2
                    && ESCAPE.matcher(pair).region(at, at + 3).matches()) {
                bytes.write(HexFormat.fromHexDigits(pair, at + 1, at + 3));
                at += 2;
            } else {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException wrong) {
            return false;
        }
    }

    Duration waiting(Duration otherwise) {
        return waiting().orElse(otherwise);
    }

    /** Empty where it is not said. */
    Optional<Duration> waiting() {
        return read("wait", WaitText::parse, "must be a time such as 30s or 500ms, at most 120s");
    }

    int pageSize() {
        return read("limit", Parameters::size, "must be a number from 1 to 500").orElse(PAGE_DEFAULT);
    }

    Filter filter() {
        return new Filter(
                read(
                        "state",
                        text -> named(State.values(), State::label, text),
                        "must be one of " + labels(State.values(), State::label)),
                read(
                        "verdict",
                        text -> named(Verdict.values(), Verdict::label, text),
                        "must be one of " + labels(Verdict.values(), Verdict::label)),
                read("runtime", Optional::of, ""),
                labels(),
                read("cursor", Parameters::id, "must be what next was in the page before"));
    }

    Optional<Delivery.State> deliveryState() {
        return read(
                "state",
                text -> named(Delivery.State.values(), Delivery.State::label, text),
                "must be waiting, delivered or dead");
    }

    Optional<TenantId> tenantCursor() {
        return read(
                "cursor",
                text -> TenantId.isOne(text) ? Optional.of(new TenantId(text)) : Optional.empty(),
                "must be what next was in the page before");
    }

    Optional<KeyId> keyCursor() {
        return read(
                "cursor",
                text -> KeyId.isOne(text) ? Optional.of(new KeyId(text)) : Optional.empty(),
                "must be what next was in the page before");
    }

    Optional<YearMonth> month(String name) {
        return read(
                name,
                text -> {
                    try {
                        return Optional.of(YearMonth.parse(text));
                    } catch (DateTimeException wrong) {
                        return Optional.empty();
                    }
                },
                "must be a month, as 2026-11");
    }

    /** By id or name; whether there is such a one is not checked. */
    Optional<String> tenant() {
        return read("tenant", Optional::of, "");
    }

    Optional<CallbackId> callbackCursor() {
        return read(
                "cursor",
                text -> CallbackId.isOne(text) ? Optional.of(new CallbackId(text)) : Optional.empty(),
                "must be what next was in the page before");
    }

    /** The first line of a chain, if none is named. */
    Position positionCursor() {
        return read(
                        "cursor",
                        text -> text.matches("\\d{1,18}")
                                ? Optional.of(new Position(Long.parseLong(text)))
                                : Optional.empty(),
                        "must be what next was in the page before")
                .orElse(Position.FIRST);
    }

    /** Of an event; from the start, if none is named. */
    long eventPosition() {
        return read("after", EventStream::number, "must be the id of an event").orElse(0L);
    }

    Optional<ChainCursor> chainCursor() {
        return read("cursor", ChainCursor::parse, "must be what next was in the page before");
    }

    Optional<Refusal> refusal() {
        return invalid.isEmpty() ? Optional.empty() : Optional.of(new Invalid(invalid));
    }

    private List<String> values(String name) {
        if (!query.has(name)) {
            throw new IllegalArgumentException(name + " is read of a call that has " + query.names());
        }
        return given.getOrDefault(name, List.of());
    }

    private <T> Optional<T> read(String name, Function<String, Optional<T>> reading, String demand) {
        List<String> values = values(name);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String text = values.getFirst();
        Optional<T> value = reading.apply(text);
        if (value.isEmpty()) {
            invalid.add(new FieldFault(
                    "?" + name, demand + (text.isEmpty() ? ", and is empty" : ", not " + Problem.shown(text))));
        }
        return value;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        for (String pair : values("label")) {
            int colon = pair.indexOf(':');
            if (colon < 1) {
                invalid.add(new FieldFault("?label", "must be a name, a colon and a value"));
            } else {
                String name = pair.substring(0, colon);
                String value = pair.substring(colon + 1);
                if (!value.equals(Objects.requireNonNullElse(labels.putIfAbsent(name, value), value))) {
                    invalid.add(
                            new FieldFault("?label", "must give " + name + " one value; no execution has two of them"));
                }
            }
        }
        return labels;
    }

    private static Optional<Integer> size(String text) {
        return text.matches("\\d{1,3}")
                ? Optional.of(Integer.parseInt(text)).filter(size -> size >= 1 && size <= PAGE_MAX)
                : Optional.empty();
    }

    private static Optional<ExecutionId> id(String text) {
        return ExecutionId.isOne(text) ? Optional.of(new ExecutionId(text)) : Optional.empty();
    }

    private static <T> String labels(T[] values, Function<T, String> label) {
        return Arrays.stream(values).map(label).collect(Collectors.joining(", "));
    }

    private static <T> Optional<T> named(T[] values, Function<T, String> label, String text) {
        return Arrays.stream(values)
                .filter(each -> label.apply(each).equals(text))
                .findFirst();
    }

    private static String printable(String name) {
        String shown = name.replaceAll("[^A-Za-z0-9._-]", "");
        return shown.length() <= 40 ? shown : shown.substring(0, 40);
    }
}
