package freehold.control.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Which connections of HTTP/1.1 have a request under way. The web server waits for all of them when it stops; those that a client only keeps for
 * its next request are closed at once, the others after their answer. Those of HTTP/2 it tells by itself, and what became a WebSocket is
 * another connection.
 */
final class KeptConnections extends Handler.Wrapper implements Connection.Listener {
    private enum Use {
        IDLE,
        BUSY
    }

    private final Map<Connection, Use> uses = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    KeptConnections(Handler inner) {
        super(inner);
    }

    /** A connector that waits for its busy connections only. */
    ServerConnector connector(Server server, ConnectionFactory... factories) {
        ServerConnector connector = new ServerConnector(server, 1, 1, factories) {
            @Override
            public CompletableFuture<Void> shutdown() {
                CompletableFuture<Void> done = super.shutdown();
                leave(this);
                return done;
            }
        };
        connector.addEventListener(this);
        return connector;
    }

    int count() {
        return uses.size();
    }

    private void leave(ServerConnector connector) {
        stopping = true;
        for (Connection each : List.copyOf(uses.keySet())) {
            if (uses.remove(each, Use.IDLE)) {
                each.getEndPoint().close();
            } else if (uses.containsKey(each) && of(each, connector)) {
                // Jetty shortens it to a second, in which a slow client may send nothing
                each.getEndPoint().setIdleTimeout(connector.getIdleTimeout());
            }
        }
    }

    private static boolean of(Connection connection, ServerConnector connector) {
        return connection instanceof ConnectionMetaData about
                && about.getConnector().equals(connector);
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData about && about.getHttpVersion() != HttpVersion.HTTP_2) {
            uses.put(connection, Use.IDLE);
            closeIfLeft(connection);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        uses.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        if (uses.replace(connection, Use.IDLE, Use.BUSY)) {
            Request.addCompletionListener(request, _ -> answered(connection));
        }
        return super.handle(request, response, callback);
    }

    private void answered(Connection connection) {
        if (uses.replace(connection, Use.BUSY, Use.IDLE)) {
            closeIfLeft(connection);
        }
    }

    /** The use is noted before it is asked whether the server stops, and there the other way round: one of the two sees the other. */
    private void closeIfLeft(Connection connection) {
        if (stopping && uses.remove(connection, Use.IDLE)) {
            connection.getEndPoint().close();
        }
    }
}
