package freehold.control.dialect.judge0;

import freehold.control.admission.Ceilings;
import freehold.control.dialect.PeerJson;
import freehold.control.dialect.PromptRun;
import freehold.control.exchange.Answer;
import freehold.control.exchange.Call;
import freehold.control.execution.Executions;
import freehold.control.execution.Live;
import freehold.control.execution.Submission.Begun;
import freehold.control.execution.Submission.Declined;
import freehold.control.execution.Submission.Joined;
import freehold.control.execution.Submission.Known;
import freehold.execution.State;
import freehold.refusal.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Submissions over HTTP. */
final class Submissions {
    /** How long a client may wait for the end; later it gets the submission as it is, with its token. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What the outputs of one answer may come to, before room is even asked for. */
    private static final long BATCH_OUTPUT_BYTES_MAX = 8 << 20;

    private static final String NOT_TEXT = " cannot be converted to UTF-8, use base64_encoded=true query parameter";

    private final Executions executions;
    private final Languages languages;
    private final Ceilings ceilings;
    private final Tally tally;
    private final Unpacking unpacking;

    Submissions(Executions executions, Languages languages, Ceilings ceilings, Tally tally, Unpacking unpacking) {
        this.unpacking = unpacking;
        this.executions = executions;
        this.languages = languages;
        this.ceilings = ceilings;
        this.tally = tally;
    }

    Answer create(Call call) throws InterruptedException {
        Field.Wanted wanted = Field.wanted(call.parameter("fields"));
        if (wanted instanceof Field.Wanted.Unknown(List<String> names)) {
            return unknownFields(names);
        }
        Optional<ObjectNode> body = PeerJson.object(call.body());
        if (body.isEmpty()) {
            return Refusals.error(400, "the body is not a JSON object");
        }
        Optional<Unpacking.Held> held = unpacking.begin(body.get());
        if (held.isEmpty()) {
            return Refusals.answer(Unpacking.REFUSAL);
        }
        try (Unpacking.Held unpacked = held.get()) {
            return switch (SubmissionReader.read(body.get(), Encoding.of(call), languages, ceilings)) {
                case SubmissionReader.Read.Wrong(Errors errors) -> PeerJson.answer(422, errors.json());
                case SubmissionReader.Read.Understood(Submission submission, Languages.Language language) ->
                    call.parameter("wait").filter("true"::equals).isPresent()
                            ? run(call, submission, language, unpacked, ((Field.Wanted.Known) wanted).fields())
                            : begin(call, submission, language);
            };
        }
    }

    /** @param unpacked given back as soon as it is handed in, for the wait may be long */
    private Answer run(
            Call call, Submission submission, Languages.Language language, Unpacking.Held unpacked, Set<Field> fields)
            throws InterruptedException {
        ObjectNode asked = StoredSubmission.fields(submission);
        return switch (PromptRun.of(
                executions,
                call,
                () -> {
                    try (unpacked) {
                        return submit(call, submission, language, asked);
                    }
                },
                PATIENCE,
                PromptRun.Otherwise.IS_PROMISED)) {
            case PromptRun.Result.Declined(Refusal refusal) -> Refusals.answer(refusal);
            case PromptRun.Result.Known(var entry) -> {
                tally.count(call.tenant(), language);
                SubmissionView view = SubmissionView.of(entry, asked, languages);
                yield view.isWritable(fields, Encoding.of(call))
                        ? shown(201, view, fields, Encoding.of(call))
                        : PeerJson.answer(
                                201,
                                PeerJson.object()
                                        .put("error", "some attributes for this submission" + NOT_TEXT)
                                        .put("token", view.token()));
            }
        };
    }

    private Answer begin(Call call, Submission submission, Languages.Language language) {
        return switch (hand(call, submission, language)) {
            case Handed.No(Refusal refusal) -> Refusals.answer(refusal);
            case Handed.In(Live live) -> {
                executions.promise(live);
                yield PeerJson.answer(201, token(live));
            }
        };
    }

    /** What came of handing a submission in. */
    private sealed interface Handed {
        record In(Live live) implements Handed {}

        record No(Refusal refusal) implements Handed {}
    }

    private Handed hand(Call call, Submission submission, Languages.Language language) {
        return switch (submit(call, submission, language, StoredSubmission.fields(submission))) {
            case Declined(Refusal refusal) -> new Handed.No(refusal);
            case Begun(Live live) -> {
                tally.count(call.tenant(), language);
                yield new Handed.In(live);
            }
            case Joined _, Known _ -> throw new IllegalStateException("joined another without an idempotency key");
        };
    }

    private freehold.control.execution.Submission submit(
            Call call, Submission submission, Languages.Language language, ObjectNode asked) {
        return executions.submit(
                call.tenant(), submission.request(language), StoredSubmission.bytes(asked), Optional.empty());
    }

    private static ObjectNode token(Live live) {
        return PeerJson.object().put("token", Token.of(live.plan().id()));
    }

    /** Each is let in or not by itself; what was let in is stored before it is promised. */
    Answer createAll(Call call) throws InterruptedException {
        Optional<ObjectNode> body = PeerJson.object(call.body());
        if (body.isEmpty()) {
            return Refusals.error(400, "the body is not a JSON object");
        }
        JsonNode items = body.get().path("submissions");
        Optional<Answer> refused = sizeFault(items.isArray() ? items.size() : 0);
        if (refused.isPresent()) {
            return refused.get();
        }
        List<Live> begun = new ArrayList<>();
        List<Refusal> declined = new ArrayList<>();
        ArrayNode answers = PeerJson.array();
        for (JsonNode item : items) {
            answers.add(one(call, item, begun, declined));
        }
        executions.promise(begun);
        if (!begun.isEmpty()) {
            return PeerJson.answer(201, answers);
        }
        return declined.isEmpty() ? PeerJson.answer(422, answers) : Refusals.answer(declined.getFirst());
    }

    private ObjectNode one(Call call, JsonNode item, List<Live> begun, List<Refusal> declined)
            throws InterruptedException {
        Optional<Unpacking.Held> held = unpacking.begin(item);
        if (held.isEmpty()) {
            declined.add(Unpacking.REFUSAL);
            return PeerJson.object().put("error", "queue is full");
        }
        try (Unpacking.Held _ = held.get()) {
            return handedIn(call, item, begun, declined);
        }
    }

    private ObjectNode handedIn(Call call, JsonNode item, List<Live> begun, List<Refusal> declined) {
        return switch (SubmissionReader.read(item, Encoding.of(call), languages, ceilings)) {
            case SubmissionReader.Read.Wrong(Errors errors) -> errors.json();
            case SubmissionReader.Read.Understood(Submission submission, Languages.Language language) ->
                switch (hand(call, submission, language)) {
                    case Handed.In(Live live) -> {
                        begun.add(live);
                        yield token(live);
                    }
                    case Handed.No(Refusal refusal) -> {
                        Optional<Errors> errors = Refusals.errors(refusal);
                        if (errors.isEmpty()) {
                            declined.add(refusal);
                        }
                        yield errors.map(Errors::json)
                                .orElseGet(() -> PeerJson.object().put("error", "queue is full"));
                    }
                };
        };
    }

    Answer show(Call call) {
        return switch (Field.wanted(call.parameter("fields"))) {
            case Field.Wanted.Unknown(List<String> names) -> unknownFields(names);
            case Field.Wanted.Known(Set<Field> fields) ->
                find(call, call.part("token"))
                        .map(view -> view.isWritable(fields, Encoding.of(call))
                                ? shown(200, view, fields, Encoding.of(call))
                                : Refusals.error(400, "some attributes for this submission" + NOT_TEXT))
                        .orElseGet(Submissions::missing);
        };
    }

    /** In the order in which they were asked for; a token that is nobody's is null. */
    Answer showAll(Call call) {
        Field.Wanted wanted = Field.wanted(call.parameter("fields"));
        if (wanted instanceof Field.Wanted.Unknown(List<String> names)) {
            return unknownFields(names);
        }
        List<String> tokens = Arrays.stream(call.headers()
                        .first("tokens")
                        .or(() -> call.parameter("tokens"))
                        .orElse("")
                        .strip()
                        .split(","))
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .toList();
        Optional<Answer> refused = sizeFault(tokens.size());
        if (refused.isPresent()) {
            return refused.get();
        }
        return shown(tokens, call, ((Field.Wanted.Known) wanted).fields());
    }

    private Answer shown(List<String> tokens, Call call, Set<Field> fields) {
        List<Optional<SubmissionView>> views = new ArrayList<>();
        long bytes = 0;
        for (String token : tokens) {
            Optional<SubmissionView> view = find(call, token);
            if (view.filter(found -> !found.isWritable(fields, Encoding.of(call)))
                    .isPresent()) {
                return Refusals.error(400, "some attributes for one or more submissions" + NOT_TEXT);
            }
            bytes += view.map(found -> found.execution().outputBytes()).orElse(0L);
            if (bytes > BATCH_OUTPUT_BYTES_MAX) {
                return Refusals.error(400, "these submissions have too much output for one answer, ask for fewer");
            }
            views.add(view);
        }
        return PeerJson.answer(200, bytes, () -> {
            ObjectNode json = PeerJson.object();
            ArrayNode all = json.putArray("submissions");
            for (Optional<SubmissionView> view : views) {
                if (view.isPresent()) {
                    all.add(view.get().json(fields, Encoding.of(call)));
                } else {
                    all.addNull();
                }
            }
            return json;
        });
    }

    Answer delete(Call call) {
        Field.Wanted wanted = Field.wanted(call.parameter("fields"));
        if (wanted instanceof Field.Wanted.Unknown(List<String> names)) {
            return unknownFields(names);
        }
        Optional<SubmissionView> found = find(call, call.part("token"));
        if (found.isEmpty()) {
            return missing();
        }
        SubmissionView view = found.get();
        if (view.execution().state() != State.FINISHED) {
            Status status = view.result().status();
            return Refusals.error(
                    400,
                    "submission cannot be deleted because its status is " + status.id() + " (" + status.description()
                            + ")");
        }
        return executions
                .erase(call.tenant(), view.execution().id(), call.line().apply("execution.erased"))
                .map(Refusals::answer)
                .orElseGet(() -> shown(200, view, ((Field.Wanted.Known) wanted).fields(), Encoding.BASE64));
    }

    private Optional<SubmissionView> find(Call call, String token) {
        return Token.parse(token)
                .flatMap(id -> executions.entry(call.tenant(), id))
                .flatMap(entry -> SubmissionView.of(entry, languages));
    }

    private static Answer shown(int status, SubmissionView view, Set<Field> fields, Encoding encoding) {
        return PeerJson.answer(status, view.execution().outputBytes(), () -> view.json(fields, encoding));
    }

    private static Optional<Answer> sizeFault(int count) {
        if (count > Pages.BATCH_MAX) {
            return Optional.of(Refusals.error(
                    400, "number of submissions in a batch should be less than or equal to " + Pages.BATCH_MAX));
        }
        return count == 0
                ? Optional.of(Refusals.error(400, "there should be at least one submission in a batch"))
                : Optional.empty();
    }

    private static Answer unknownFields(List<String> names) {
        return Refusals.error(400, "invalid fields: [" + String.join(", ", names) + "]");
    }

    private static Answer missing() {
        return Refusals.error(404, "there is no such submission");
    }
}
