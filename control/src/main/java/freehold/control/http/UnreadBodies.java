package freehold.control.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Behind a body that nobody read no other request can be found, so its connection ends with the answer. Jetty closes it without a word where
 * the head of the answer has left by then, and the next request of a client that keeps its connections is lost. All that answer have read by
 * the first byte that they write what they want to read.
 */
final class UnreadBodies extends Handler.Wrapper {
    UnreadBodies(Handler inner) {
        super(inner);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        // of HTTP/2 a stream ends, and no connection
        boolean ends = hasBody(request) && request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2;
        return super.handle(request, ends ? new Told(request, response) : response, callback);
    }

    /** Whether it says that one comes, be it empty in the end. */
    static boolean hasBody(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    private static final class Told extends Response.Wrapper {
        Told(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
            if (!isCommitted() && !getRequest().consumeAvailable()) {
                getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
            }
            super.write(last, content, callback);
        }
    }
}
