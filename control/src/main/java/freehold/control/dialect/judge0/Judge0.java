package freehold.control.dialect.judge0;

import freehold.control.admission.Ceilings;
import freehold.control.dialect.PeerJson;
import freehold.control.exchange.Answer;
import freehold.control.exchange.Call;
import freehold.control.exchange.Dialect;
import freehold.control.exchange.Headers;
import freehold.control.exchange.Route;
import freehold.control.execution.Executions;
import freehold.control.tenancy.Right;
import freehold.execution.FaultId;
import freehold.execution.Request;
import freehold.refusal.Refusal;
import freehold.runtime.Catalogue;
import freehold.wire.link.Link;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The dialect as a whole: its paths, its key, its errors. */
public final class Judge0 implements Dialect {
    static final String NAME = "judge0";

    /** Clients give up a request sooner. */
    private static final Duration UNPACKING_PATIENCE = Duration.ofSeconds(10);

    private final Languages languages;
    private final Ceilings ceilings;
    private final int queue;
    private final Link link;
    private final Executions executions;
    private final InstantSource clock;
    private final Tally tally = new Tally();
    private final Submissions submissions;

    /**
     * Makes one.
     *
     * @param catalogue asked anew each time, for runtimes come and go
     * @param queue how many executions may wait
     */
    public Judge0(
            Executions executions,
            Supplier<Catalogue> catalogue,
            Ceilings ceilings,
            int queue,
            Link link,
            InstantSource clock) {
        this.link = link;
        this.executions = executions;
        this.languages = new Languages(catalogue);
        this.ceilings = ceilings;
        this.queue = queue;
        this.clock = clock;
        this.submissions = new Submissions(
                executions,
                languages,
                ceilings,
                tally,
                new Unpacking(Runtime.getRuntime().maxMemory(), UNPACKING_PATIENCE));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("/submissions", Right.RUN, submissions::create),
                Route.get("/submissions", Right.READ, _ -> Answer.empty(403)),
                Route.post("/submissions/batch", Right.RUN, submissions::createAll),
                Route.get("/submissions/batch", Right.READ, submissions::showAll),
                Route.get("/submissions/{token}", Right.READ, submissions::show),
                new Route(
                        Route.Method.DELETE,
                        "/submissions/{token}",
                        Right.RUN,
                        Route.Taking.NOTHING,
                        submissions::delete),
                Route.get("/languages", Right.READ, _ -> PeerJson.answer(200, Pages.active(languages))),
                Route.get("/languages/all", Right.READ, _ -> PeerJson.answer(200, Pages.all(languages))),
                Route.get("/languages/{id}", Right.READ, this::language),
                Route.get(
                        "/workers",
                        Right.METRICS,
                        _ -> PeerJson.answer(200, Pages.workers(link.capacity(), link.credit(), executions.running()))),
                Route.get("/statuses", Right.READ, _ -> PeerJson.answer(200, Pages.statuses())),
                Route.get("/about", Right.READ, _ -> PeerJson.answer(200, Pages.about())),
                Route.get("/version", Right.READ, _ -> version()),
                Route.get("/system_info", Right.READ, _ -> PeerJson.answer(200, Pages.system())),
                Route.get("/config_info", Right.READ, _ -> PeerJson.answer(200, Pages.configuration(ceilings, queue))),
                Route.get(
                        "/statistics",
                        Right.READ,
                        call -> PeerJson.answer(200, tally.json(call.tenant(), languages, clock.instant()))),
                new Route(Route.Method.POST, "/authenticate", Right.READ, Route.Taking.NOTHING, _ -> Answer.empty(200)),
                new Route(Route.Method.POST, "/authorize", Right.RUN, Route.Taking.NOTHING, _ -> Answer.empty(200)));
    }

    /** Not as a query parameter, which the peer takes too: addresses end up in logs. */
    @Override
    public Optional<String> secret(Headers headers) {
        return headers.first("X-Auth-Token").or(() -> headers.first("X-RapidAPI-Key"));
    }

    @Override
    public Answer refused(Refusal refusal) {
        return Refusals.answer(refusal);
    }

    @Override
    public Answer failed(FaultId id) {
        return Refusals.error(500, "this is our failure; the log has it as " + id);
    }

    @Override
    public Answer unknownPath() {
        return Refusals.error(404, "there is no such path");
    }

    @Override
    public Optional<Request> reread(byte[] stored) {
        return StoredSubmission.fields(stored)
                .map(fields -> SubmissionReader.read(fields, Encoding.BASE64, languages, ceilings))
                .flatMap(read -> switch (read) {
                    case SubmissionReader.Read.Understood(var submission, var language) ->
                        Optional.of(submission.request(language));
                    case SubmissionReader.Read.Wrong _ -> Optional.empty();
                });
    }

    private Answer language(Call call) {
        String id = call.part("id");
        return (id.matches("\\d{1,6}") ? languages.find(Integer.parseInt(id)) : Optional.<Languages.Language>empty())
                .map(language -> PeerJson.answer(200, Pages.one(language)))
                .orElseGet(() -> Refusals.error(404, "there is no such language"));
    }

    private static Answer version() {
        byte[] text = Pages.VERSION.getBytes(StandardCharsets.UTF_8);
        return new Answer(200, "text/plain; charset=utf-8", Map.of(), 0, out -> out.write(text));
    }
}
