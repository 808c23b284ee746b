package freehold.control.http;

import freehold.control.exchange.Dialect;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Ports that have one dialect alone, at the root. What comes in by such a port is asked for below the dialect's place, so that all
 * rules, bounds and measures are the same as there, and nothing else can be reached by it.
 */
final class DialectPorts extends Handler.Wrapper {
    private static final String PREFIX = "dialect:";

    /** Why dialects cannot be served so; empty when they can. */
    static Optional<String> refusal(List<ServerSettings.DialectPort> ports, List<Dialect> dialects) {
        Set<String> known = dialects.stream().map(Dialect::name).collect(Collectors.toSet());
        Set<String> seen = new HashSet<>();
        for (ServerSettings.DialectPort port : ports) {
            if (!known.contains(port.dialect())) {
                return Optional.of("There is no dialect " + port.dialect() + "; there are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
            if (!seen.add(port.dialect())) {
                return Optional.of("The dialect " + port.dialect() + " has one port of its own, not two");
            }
        }
        return Optional.empty();
    }

    static String connectorName(String dialect) {
        return PREFIX + dialect;
    }

    static Optional<Integer> port(Server server, String dialect) {
        return Arrays.stream(server.getConnectors())
                .filter(each -> connectorName(dialect).equals(each.getName()))
                .map(each -> ((ServerConnector) each).getLocalPort())
                .findFirst();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String name =
                String.valueOf(request.getConnectionMetaData().getConnector().getName());
        return name.startsWith(PREFIX)
                ? super.handle(new Placed(request, name.substring(PREFIX.length())), response, callback)
                : super.handle(request, response, callback);
    }

    /** A request as it would have been asked at the main port. */
    private static final class Placed extends Request.Wrapper {
        private final HttpURI uri;

        Placed(Request asked, String dialect) {
            super(asked);
            String path = asked.getHttpURI().getPath();
            boolean isRoot = path == null || path.equals("/");
            uri = HttpURI.build(asked.getHttpURI())
                    .path(DialectRoutes.PLACE + dialect + (isRoot ? "" : path))
                    .asImmutable();
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }
    }
}
