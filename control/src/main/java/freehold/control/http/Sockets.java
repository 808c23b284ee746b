package freehold.control.http;

import freehold.control.exchange.Line;
import freehold.control.tenancy.Caller;
import freehold.execution.FaultId;
import freehold.refusal.FieldFault;
import freehold.refusal.Malformed;
import freehold.refusal.Refusal;
import freehold.refusal.Unavailable;
import freehold.tenant.TenantId;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketCreator;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns requests into conversations, once whoever asks was let in. There are only so many at a time, of a tenant and of all: each has
 * threads and holds some input.
 */
final class Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final int OF_ALL_MAX = 2_000;
    private static final int OF_TENANT_MAX = 200;

    private final Supplier<FaultId> faultIds;

    // guarded by this
    private final Map<TenantId, Integer> open = new HashMap<>();
    private int all;

    Sockets(Supplier<FaultId> faultIds) {
        this.faultIds = faultIds;
    }

    /** Holds a conversation until its end. */
    interface Holder {
        void hold(Line line) throws IOException, InterruptedException;
    }

    /** Answers by a conversation; the refusal if there cannot be one. */
    Optional<Refusal> open(Context context, Caller caller, Line.Form form, Holder holder) throws IOException {
        if (!hasRoom(caller.tenant())) {
            return Optional.of(full(caller.tenant()));
        }
        Door.Standing standing = Door.standing(context);
        // its bytes would be taken for messages by us, and for a body by whoever stands between
        boolean hasBody = UnreadBodies.hasBody(ServletContextRequest.getServletContextRequest(context.req()));
        boolean upgraded = !hasBody
                && isUpgraded(context, (_, response) -> {
                    response.setExtensions(List.of()); // compressed, little would become much
                    return new SocketLine(form, Pulse.Bounds.USUAL, line -> start(line, caller, holder, standing));
                });
        return upgraded || context.res().isCommitted()
                ? Optional.empty()
                : Optional.of(new Malformed(List.of(new FieldFault(
                        "#", "is no opening of a WebSocket (RFC 6455, section 4.1); use a client for that"))));
    }

    private static boolean isUpgraded(Context context, JettyWebSocketCreator creator) throws IOException {
        try {
            return JettyWebSocketServerContainer.getContainer(context.req().getServletContext())
                    .upgrade(creator, PlainUpgrade.unwrapped(context.req()), context.res());
        } catch (HttpException.RuntimeException refused) {
            if (refused.getCode() >= 500) {
                throw refused;
            }
            LOG.debug("A request asked for a WebSocket in a way that is none", refused);
            return false;
        }
    }

    private void start(SocketLine line, Caller caller, Holder holder, Door.Standing standing) {
        if (!take(caller.tenant())) {
            line.end(StatusCode.TRY_AGAIN_LATER, ApiServer.words(full(caller.tenant())));
            return;
        }
        Thread.ofVirtual().name("talk").start(() -> {
            try {
                hold(line, caller, holder, standing);
            } finally {
                give(caller.tenant());
            }
        });
    }

    private void hold(SocketLine line, Caller caller, Holder holder, Door.Standing standing) {
        try {
            ScopedValue.where(Caller.CURRENT, caller).<@Nullable Void, Exception>call(() -> {
                holder.hold(new GuardedLine(line, standing, System::nanoTime));
                return null;
            });
            line.end(StatusCode.NORMAL, "");
        } catch (IOException gone) {
            LOG.debug("A client went away", gone);
            line.end(StatusCode.SHUTDOWN, "");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            line.end(StatusCode.SHUTDOWN, "");
        } catch (Exception fault) {
            failed(line, "A conversation failed", fault);
        }
    }

    /** How many others have is told to nobody, beyond that it is the most. */
    private synchronized Refusal full(TenantId tenant) {
        return new Unavailable(
                open.getOrDefault(tenant, 0) < OF_TENANT_MAX
                        ? "This server has " + OF_ALL_MAX + " conversations open, and no more at one time"
                        : "This tenant has " + OF_TENANT_MAX + " conversations open, and no more at one time",
                "Close one, or come back when one has ended");
    }

    /** Ends a conversation for a failure of ours; logged here, and found by the id that the other side gets. */
    void failed(Line line, String what, Exception fault) {
        FaultId id = faultIds.get();
        LOG.error("{}: {}", id, what, fault);
        line.end(StatusCode.SERVER_ERROR, "This server failed; its log has the cause under " + id + ".");
    }

    private synchronized boolean hasRoom(TenantId tenant) {
        return all < OF_ALL_MAX && open.getOrDefault(tenant, 0) < OF_TENANT_MAX;
    }

    private synchronized boolean take(TenantId tenant) {
        if (!hasRoom(tenant)) {
            return false;
        }
        all++;
        open.merge(tenant, 1, Integer::sum);
        return true;
    }

    private synchronized void give(TenantId tenant) {
        all--;
        open.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
    }
}
