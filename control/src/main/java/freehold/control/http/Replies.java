package freehold.control.http;

import freehold.refusal.Refusal;
import freehold.wire.api.ProblemDocument;
import io.javalin.http.Context;

/** How answers are sent. */
final class Replies {
    private Replies() {}

    static void json(Context context, int status, byte[] body) {
        context.status(status).contentType("application/json").result(body);
    }

    static void problem(Context context, Problem problem) {
        context.status(problem.document().status());
        problem.headers().forEach(context::header);
        context.contentType(ProblemDocument.MEDIA_TYPE)
                .result(problem.document().bytes());
    }

    static void refusal(Context context, Refusal refusal) {
        problem(context, Problem.of(refusal));
    }
}
