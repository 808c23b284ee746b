package freehold.control.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Has requests for a WebSocket answered by the table of paths, as all others are. Javalin knows them by one header, which is hidden from
 * it: else it would answer before anybody was asked for a key, and keep a session in memory for whoever asks. Jetty, which makes the
 * connection a WebSocket, looks at the request itself.
 */
final class PlainUpgrade implements Filter {
    private static final String HIDDEN = "Sec-WebSocket-Version";

    /** Whether a request, however it looks otherwise, asks for a WebSocket. */
    static boolean isOne(HttpServletRequest request) {
        String upgrade = request.getHeader("Upgrade");
        return upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("websocket");
    }

    /** The request as Jetty made it: the only one that it makes a WebSocket of. */
    static HttpServletRequest unwrapped(HttpServletRequest request) {
        HttpServletRequest inner = request;
        while (inner instanceof HttpServletRequestWrapper wrapper
                && wrapper.getRequest() instanceof HttpServletRequest wrapped) {
            inner = wrapped;
        }
        return inner;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean hides = request instanceof HttpServletRequest http && http.getHeader(HIDDEN) != null;
        chain.doFilter(hides ? new Hiding((HttpServletRequest) request) : request, response);
    }

    private static final class Hiding extends HttpServletRequestWrapper {
        Hiding(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return HIDDEN.equalsIgnoreCase(name) ? null : super.getHeader(name);
        }
    }
}
