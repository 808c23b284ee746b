package freehold.control.http;

import freehold.control.record.RecordUnavailable;
import freehold.refusal.Refusal;
import freehold.wire.api.ProblemDocument;
import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** How answers are sent. */
final class Replies {
    private Replies() {}

    static void json(Context context, int status, byte[] body) {
        context.status(status).contentType("application/json").result(body);
    }

    /** What a write came to, once it is stored. */
    static <T> T joined(CompletableFuture<T> write) {
        try {
            return write.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RecordUnavailable unavailable
                    ? unavailable
                    : new RecordUnavailable("The record did not confirm a write", failed);
        }
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
