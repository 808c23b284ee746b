package freehold.control.http;

import freehold.control.telemetry.TraceContext;
import freehold.control.telemetry.Tracing;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Makes each request a part of a trace: of the one that its header names, or of a new one; its answer says which. */
final class TraceHandler extends Handler.Wrapper {
    /** The attribute of a request that has its {@link Tracing.Visit}. */
    static final String VISIT = "freehold.visit";

    static final String UNKNOWN_ROUTE = "unknown";

    private final Tracing tracing;

    TraceHandler(Handler inner, Tracing tracing) {
        super(inner);
        this.tracing = tracing;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Tracing.Visit visit = tracing.begin(
                request.getMethod(), TraceContext.parse(request.getHeaders().get(TraceContext.HEADER)));
        visit.context().ifPresent(context -> response.getHeaders().put(TraceContext.HEADER, context.header()));
        request.setAttribute(VISIT, visit);
        // what ends before its route is known
        Request.addCompletionListener(request, _ -> visit.answered(UNKNOWN_ROUTE, response.getStatus()));
        return TraceContext.during(visit.context(), () -> super.handle(request, response, callback));
    }
}
