package freehold.control.dialect.gojudge;

import freehold.control.dialect.PeerJson;
import freehold.control.dialect.Sentence;
import freehold.control.exchange.Line;
import freehold.control.exchange.Terms;
import freehold.control.record.Entry;
import freehold.control.tenancy.Caller;
import freehold.refusal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One conversation by {@code /ws}: jobs by the client's names for them, results when they have ended, and names of those that are taken back.
 * A client that goes away ends all of its jobs.
 */
final class Socket {
    private static final Logger LOG = LoggerFactory.getLogger(Socket.class);
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final int JOBS_MAX = 128;
    private static final int UNREADABLE = 1007;

    static final String TOO_MUCH = "too much output is being read at this time";

    private final Judging judging;
    private final Caller caller;
    private final Line line;
    private final Terms terms;
    private final Map<String, JobRun> running = new ConcurrentHashMap<>();

    Socket(Judging judging, Caller caller, Line line, Terms terms) {
        this.judging = judging;
        this.caller = caller;
        this.line = line;
        this.terms = terms;
    }

    void hold() throws IOException, InterruptedException {
        try (ExecutorService waiters = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                while (true) {
                    Optional<String> heard = line.hear(LOOK);
                    if (heard.isPresent() && !hear(heard.get(), waiters)) {
                        return;
                    }
                }
            } finally {
                running.values().forEach(JobRun::cancel);
                waiters.shutdownNow();
            }
        }
    }

    private boolean hear(String text, ExecutorService waiters) throws IOException, InterruptedException {
        Optional<ObjectNode> json = PeerJson.object(text.getBytes(StandardCharsets.UTF_8));
        if (json.isEmpty()) {
            line.end(UNREADABLE, "the message is not a JSON object");
            return false;
        }
        String cancelled = json.get().path("cancelRequestId").asString("");
        if (!cancelled.isEmpty()) {
            Optional.ofNullable(running.get(cancelled)).ifPresent(JobRun::cancel);
            return true;
        }
        String id = json.get().path("requestId").asString("");
        if (id.isEmpty()) {
            refuse(id, "empty request id");
        } else if (running.containsKey(id)) {
            refuse(id, "duplicated request id: " + id);
        } else if (running.size() >= JOBS_MAX) {
            refuse(id, "at most " + JOBS_MAX + " requests of one connection run at one time");
        } else {
            begin(id, json.get(), waiters);
        }
        return true;
    }

    private void begin(String id, ObjectNode json, ExecutorService waiters) throws IOException, InterruptedException {
        Optional<Refusal> unpaid = terms.pay();
        if (unpaid.isPresent()) {
            refuse(id, Sentence.of(unpaid.get()).text());
            return;
        }
        try {
            switch (judging.begin(caller.tenant(), json, Job.Client.WAITS)) {
                case JobRun.Begun.Declined(var refusal) ->
                    refuse(id, Sentence.of(refusal).text());
                case JobRun.Begun.Running(JobRun run) -> {
                    running.put(id, run);
                    waiters.execute(() -> tell(id, run));
                }
            }
        } catch (Fault fault) {
            refuse(id, fault.sentence());
        } catch (RuntimeException fault) { // the other requests go on
            refuse(id, GoJudge.ourFailure(terms.failed("A job could not be begun", fault)));
        }
    }

    private void tell(String id, JobRun run) {
        try {
            try {
                results(id, run);
            } catch (RuntimeException fault) {
                run.cancel();
                refuse(id, GoJudge.ourFailure(terms.failed("Results could not be told", fault)));
            }
        } catch (IOException gone) {
            LOG.debug("A client went away", gone);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void results(String id, JobRun run) throws IOException, InterruptedException {
        List<Optional<Entry>> ended;
        try {
            ended = run.await();
        } finally {
            running.remove(id);
        }
        synchronized (this) { // one answer in memory at a time, and of all connections what there is room for
            Optional<Terms.Held> room = terms.room(Judging.bytes(run.job(), ended));
            if (room.isEmpty()) {
                refuse(id, TOO_MUCH);
                return;
            }
            try (Terms.Held _ = room.get()) {
                ObjectNode json = PeerJson.object().put("requestId", id);
                json.set("results", judging.results(run.job(), ended));
                line.say(json.toString());
            }
        }
    }

    private void refuse(String id, String why) throws IOException, InterruptedException {
        ObjectNode json = PeerJson.object().put("requestId", id);
        json.putNull("results");
        line.say(json.put("error", why).toString());
    }
}
