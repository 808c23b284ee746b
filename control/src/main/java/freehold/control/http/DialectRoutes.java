package freehold.control.http;

import freehold.control.exchange.Answer;
import freehold.control.exchange.Call;
import freehold.control.exchange.Dialect;
import freehold.control.exchange.Presence;
import freehold.control.exchange.Route;
import freehold.control.exchange.Talk;
import freehold.control.exchange.Terms;
import freehold.control.rate.HeapShares;
import freehold.control.record.RecordUnavailable;
import freehold.control.tenancy.Caller;
import freehold.execution.FaultId;
import freehold.refusal.Refusal;
import freehold.refusal.Unavailable;
import freehold.tenant.TenantId;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Serves dialects below {@code /compat}: lets in, reads, asks the dialect, answers. Whatever goes wrong is told in the dialect's words. */
final class DialectRoutes {
    static final String PLACE = "/compat/";

    private static final List<HandlerType> METHODS = List.of(
            HandlerType.GET,
            HandlerType.HEAD,
            HandlerType.POST,
            HandlerType.PUT,
            HandlerType.PATCH,
            HandlerType.DELETE);

    private final Door door;
    private final Body body;
    private final PeerWatch peers;
    private final Room room;
    private final Room bodies;
    private final Acts acts;
    private final Sockets sockets;
    private final BiFunction<Context, Exception, FaultId> log;
    private final Supplier<FaultId> faultIds;

    /**
     * Shares what the routes of our own API have.
     *
     * @param bodies for what clients send, as {@code room} is for what they are sent
     * @param log notes a failure of ours, under the id that it gives back
     * @param faultIds for failures within conversations, when the request that opened them is over
     */
    DialectRoutes(
            Door door,
            Body body,
            PeerWatch peers,
            Room room,
            Room bodies,
            Acts acts,
            Sockets sockets,
            BiFunction<Context, Exception, FaultId> log,
            Supplier<FaultId> faultIds) {
        this.bodies = bodies;
        this.door = door;
        this.body = body;
        this.peers = peers;
        this.room = room;
        this.acts = acts;
        this.sockets = sockets;
        this.log = log;
        this.faultIds = faultIds;
    }

    /** Peers take a path with a slash at its end for the one without. */
    void register(JavalinDefaultRoutingApi javalin, Dialect dialect) {
        String place = PLACE + dialect.name();
        Set<String> taken = new HashSet<>();
        for (Route route : dialect.routes()) {
            for (HandlerType method : methods(route.method())) {
                for (String path : List.of(place + route.path(), place + route.path() + "/")) {
                    taken.add(method.name() + " " + path);
                    javalin.addHttpHandler(method, path, context -> answer(context, dialect, route));
                }
            }
        }
        for (Talk talk : dialect.talks()) {
            for (String path : List.of(place + talk.path(), place + talk.path() + "/")) {
                taken.add(HandlerType.GET.name() + " " + path);
                javalin.addHttpHandler(HandlerType.GET, path, context -> opened(context, dialect, talk));
            }
        }
        for (HandlerType method : METHODS) {
            for (String path : List.of(place, place + "/", place + "/<rest>")) {
                if (!taken.contains(method.name() + " " + path)) {
                    javalin.addHttpHandler(method, path, context -> write(context, unknown(context, dialect)));
                }
            }
        }
    }

    private static List<HandlerType> methods(Route.Method method) {
        return switch (method) {
            case GET -> List.of(HandlerType.GET, HandlerType.HEAD);
            case POST -> List.of(HandlerType.POST);
            case PUT -> List.of(HandlerType.PUT);
            case DELETE -> List.of(HandlerType.DELETE);
        };
    }

    private Answer unknown(Context context, Dialect dialect) {
        return door.strangerRefusal(context).map(dialect::refused).orElseGet(dialect::unknownPath);
    }

    private void answer(Context context, Dialect dialect, Route route) throws Exception {
        Optional<String> secret = dialect.secret(name -> Optional.ofNullable(context.header(name)));
        Door.Passage passage;
        try {
            passage = door.pass(context, new Demand.Having(route.right()), secret);
        } catch (RuntimeException fault) {
            write(context, failed(context, dialect, fault));
            return;
        }
        switch (passage) {
            case Door.Passage.Shut(Refusal refusal) -> write(context, dialect.refused(refusal));
            case Door.Passage.Open(Caller caller) -> answer(context, dialect, route, caller);
        }
    }

    private void answer(Context context, Dialect dialect, Route route, Caller caller)
            throws IOException, InterruptedException {
        if (route.method() == Route.Method.GET) {
            boolean passed = room.pass(
                    caller.tenant(),
                    () -> asked(context, dialect, route, caller),
                    Answer::outputBytes,
                    answer -> write(context, answer));
            if (!passed) {
                write(context, dialect.refused(Room.FULL));
            }
        } else {
            send(context, dialect, caller.tenant(), asked(context, dialect, route, caller));
        }
    }

    private Answer failed(Context context, Dialect dialect, RuntimeException fault) {
        FaultId id = log.apply(context, fault);
        return fault instanceof RecordUnavailable
                ? dialect.refused(
                        new Unavailable("The record did not answer; the log has it as " + id, "Come back later"))
                : dialect.failed(id);
    }

    private void opened(Context context, Dialect dialect, Talk talk) throws IOException, InterruptedException {
        if (!PlainUpgrade.isOne(context.req())) {
            write(context, unknown(context, dialect));
            return;
        }
        Optional<String> secret = dialect.secret(name -> Optional.ofNullable(context.header(name)));
        Optional<Refusal> refusal = switch (door.pass(context, new Demand.Having(talk.right()), secret)) {
            case Door.Passage.Shut(Refusal shut) -> Optional.of(shut);
            case Door.Passage.Open(Caller caller) -> opened(context, caller, talk);
        };
        if (refusal.isPresent()) {
            write(context, dialect.refused(refusal.get()));
        }
    }

    private Optional<Refusal> opened(Context context, Caller caller, Talk talk) throws IOException {
        Terms terms = new TalkTerms(Door.standing(context), room, caller.tenant(), faultIds);
        return sockets.open(context, caller, talk.form(), line -> talk.holder().hold(caller, line, terms));
    }

    private Answer asked(Context context, Dialect dialect, Route route, Caller caller)
            throws IOException, InterruptedException {
        try {
            return ScopedValue.where(Caller.CURRENT, caller)
                    .<Answer, Exception>call(() -> handled(context, dialect, route, caller));
        } catch (IOException | InterruptedException passed) {
            throw passed;
        } catch (RuntimeException fault) {
            return failed(context, dialect, fault);
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Answer handled(Context context, Dialect dialect, Route route, Caller caller)
            throws IOException, InterruptedException {
        return switch (route.taking()) {
            case NOTHING -> route.handler().answer(call(context, caller, new byte[0]));
            case JSON -> read(body.read(context), context, dialect, route, caller);
            case BYTES -> read(body.readAny(context), context, dialect, route, caller);
        };
    }

    private Answer read(Body.Read read, Context context, Dialect dialect, Route route, Caller caller)
            throws InterruptedException {
        return switch (read) {
            case Body.Read.Declined(Refusal refusal) -> dialect.refused(refusal);
            case Body.Read.Whole(byte[] bytes) -> roomy(context, dialect, route, caller, bytes);
        };
    }

    /** A body lives as long as its call, in several forms. Where there is no room for that, it is not kept waiting for it. */
    private Answer roomy(Context context, Dialect dialect, Route route, Caller caller, byte[] bytes)
            throws InterruptedException {
        Optional<HeapShares.Held> held = bodies.take(caller.tenant(), bytes.length, Duration.ZERO);
        if (held.isEmpty()) {
            return dialect.refused(Body.FULL);
        }
        try (HeapShares.Held _ = held.get()) {
            return route.handler().answer(call(context, caller, bytes));
        }
    }

    private Call call(Context context, Caller caller, byte[] bytes) {
        return new Call(
                caller,
                context.pathParamMap(),
                context.queryParamMap(),
                name -> Optional.ofNullable(context.header(name)),
                bytes,
                whenGone -> watch(context, whenGone),
                action -> acts.act(context, caller, action, context.path()));
    }

    private Presence.Watch watch(Context context, Runnable whenGone) {
        PeerWatch.Watch watch = peers.watch(context.req(), whenGone);
        return watch::close;
    }

    private void send(Context context, Dialect dialect, TenantId tenant, Answer answer)
            throws IOException, InterruptedException {
        Optional<HeapShares.Held> held = room.take(tenant, answer.outputBytes(), Terms.PATIENCE);
        if (held.isEmpty()) {
            write(context, dialect.refused(Room.FULL));
            return;
        }
        try (HeapShares.Held _ = held.get()) {
            write(context, answer);
        }
    }

    private static void write(Context context, Answer answer) throws IOException {
        context.status(answer.status());
        answer.headers().forEach(context::header);
        if (!answer.type().isEmpty()) {
            context.contentType(answer.type());
            answer.content().to(context.outputStream());
        }
    }
}
